// Searches the index in the browser: every word must be found; words of titles count more.
const field = document.getElementById("search");
const results = document.getElementById("results");
const root = document.body.dataset.root;
const MOST = 12;

function score(entry, words) {
  const title = entry[0].toLowerCase();
  const text = entry[2].toLowerCase();
  let sum = 0;
  for (const word of words) {
    if (title === word) sum += 100;
    else if (title.startsWith(word)) sum += 30;
    else if (title.includes(word)) sum += 20;
    else if (text.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

function excerpt(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 40);
  return (at > 0 ? "... " : "") + text.substring(at, at + 120) + (at + 120 < text.length ? " ..." : "");
}

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(word => word);
  results.replaceChildren();
  results.hidden = words.length === 0;
  if (words.length === 0) return;
  const found = searchIndex.map(entry => [score(entry, words), entry])
      .filter(each => each[0] > 0).sort((a, b) => b[0] - a[0]).slice(0, MOST);
  for (const [, entry] of found) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = root + entry[1];
    link.textContent = entry[0];
    const text = document.createElement("span");
    text.textContent = excerpt(entry[2], words[0]);
    item.append(link, text);
    results.append(item);
  }
  if (found.length === 0) {
    const item = document.createElement("li");
    item.textContent = "Nothing was found.";
    results.append(item);
  }
}

field.addEventListener("input", search);
field.addEventListener("keydown", event => {
  if (event.key === "Escape") { field.value = ""; search(); }
  if (event.key === "Enter") results.querySelector("a")?.click();
});
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== field) { event.preventDefault(); field.focus(); }
});
if (window.innerWidth < 900) document.querySelector(".menu").open = false;

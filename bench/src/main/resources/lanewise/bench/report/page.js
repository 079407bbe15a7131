// A click on the head of a column sorts by it, the second one the other way.
for (const head of document.querySelectorAll('th')) {
  head.addEventListener('click', () => {
    const body = head.closest('table').tBodies[0];
    const column = head.cellIndex;
    const down = head.dataset.down !== 'yes';
    head.dataset.down = down ? 'yes' : 'no';
    const value = row => row.cells[column].textContent;
    const rows = [...body.rows].sort((a, b) => {
      const x = parseFloat(value(a)), y = parseFloat(value(b));
      const order = Number.isNaN(x) || Number.isNaN(y) ? value(a).localeCompare(value(b)) : x - y;
      return down ? -order : order;
    });
    body.append(...rows);
  });
}

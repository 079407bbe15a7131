// A click on the head of a column, or Enter, sorts by it, the second one the other way.
for (const head of document.querySelectorAll('th')) {
  head.tabIndex = 0;
  const sort = () => {
    const body = head.closest('table').tBodies[0];
    const column = head.cellIndex;
    const down = head.ariaSort === 'ascending';
    for (const other of head.parentNode.cells) other.ariaSort = null;
    head.ariaSort = down ? 'descending' : 'ascending';
    const value = row => row.cells[column].textContent.replace('[', '');
    const rows = [...body.rows].sort((a, b) => {
      const x = parseFloat(value(a)), y = parseFloat(value(b));
      const order = Number.isNaN(x) || Number.isNaN(y) ? value(a).localeCompare(value(b)) : x - y;
      return down ? -order : order;
    });
    body.append(...rows);
  };
  head.addEventListener('click', sort);
  head.addEventListener('keydown', event => event.key === 'Enter' && sort());
}

/** What stands in a cell that has nothing to say; in the rows of a phone the cell is left out. */
export function Nothing() {
  return (
    <span className="faint" data-nothing>
      –
    </span>
  );
}

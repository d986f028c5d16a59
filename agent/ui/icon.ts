/** Three packed sprites. */
export const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0969da" d="M1 ' +
  '1h8v8H1z"/><path fill="#1a7f37" d="M10 1h5v5h-5zM10 7h5v8h-5z"/><path fill="#9a6700" d="M1 ' +
  '10h8v5H1z"/></svg>\n'

/** The part of a sprite's picture that is drawn, as triangles. */
export interface Mesh {
  /** x and y in turn, in pixels of the source picture from its top left. */
  vertices: number[]
  /** The same corners on the page. */
  uv: number[]
  /** Three indices of corners each. */
  triangles: number[]
}

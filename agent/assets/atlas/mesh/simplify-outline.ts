import { turn } from './outline.js'
import type { Corner } from './outline.js'

export interface SimplifySettings {
  /** Nothing leaves this area. */
  width: number
  height: number
  /** Twice the area that may be added for each corner less, as long as there are few enough. */
  tolerance: number
  maxCorners: number
}

interface Step {
  /** Corners `at` and, when an edge goes, the next one are replaced. */
  at: number
  removed: number
  added?: Corner
  cost: number
}

/**
 * A polygon of fewer corners that contains the given one (simple, clockwise): a corner that points inwards
 * goes, or an edge whose neighbours are made longer until they meet. What adds the least goes first. It never
 * cuts anything off, and all corners are whole pixels. Undefined when it does not get few enough.
 */
export function simplifyOutline (
  outline: readonly Corner[],
  settings: SimplifySettings
): Corner[] | undefined {
  const corners = [...outline]
  while (corners.length > 4) {
    const steps = corners.flatMap((_, at) => [
      ...inwardCorner(corners, at),
      ...shortEdge(corners, at, settings)
    ])
    steps.sort((a, b) => a.cost - b.cost || a.at - b.at)
    const isFew = corners.length <= settings.maxCorners
    const allowed = isFew ? steps.filter(({ cost }) => cost <= settings.tolerance) : steps
    // Long outlines lose many corners at a time: else each would cost a look at all others.
    const wanted = Math.max(1, Math.floor((corners.length - 4 * settings.maxCorners) / 8))
    if (takeSteps(corners, allowed, wanted) === 0) return isFew ? corners : undefined
  }
  return corners
}

/** Takes so many of the steps, in their order, that can be taken; tells how many. */
function takeSteps (corners: Corner[], steps: readonly Step[], wanted: number): number {
  const before = [...corners]
  let taken = 0
  for (const step of steps) {
    if (taken === wanted) break
    const at = taken === 0 ? step.at : corners.indexOf(cornerAt(before, step.at))
    const isSame = at !== -1 &&
      [-1, 0, 1, 2].slice(0, step.removed + 2).every(offset =>
        cornerAt(corners, at + offset) === cornerAt(before, step.at + offset)
      )
    if (!isSame || !staysSimple(corners, { ...step, at })) continue
    replace(corners, { ...step, at })
    taken++
  }
  return taken
}

function cornerAt (corners: readonly Corner[], at: number): Corner {
  return corners[(at + corners.length) % corners.length]!
}

function inwardCorner (corners: readonly Corner[], at: number): Step[] {
  const [before, corner, after] = [-1, 0, 1].map(step => cornerAt(corners, at + step)) as [
    Corner,
    Corner,
    Corner
  ]
  const area = turn(before, corner, after)
  return area <= 0 ? [{ at, removed: 1, cost: -area }] : []
}

function shortEdge (corners: readonly Corner[], at: number, { width, height }: SimplifySettings): Step[] {
  const [before, from, to, after] = [-1, 0, 1, 2].map(step => cornerAt(corners, at + step)) as [
    Corner,
    Corner,
    Corner,
    Corner
  ]
  if (turn(before, from, to) <= 0 || turn(from, to, after) <= 0) return []
  const meeting = crossing(before, from, after, to)
  if (meeting === undefined) return []
  const whole = [Math.floor, Math.ceil].flatMap(x =>
    [Math.floor, Math.ceil].map(y => ({ x: x(meeting.x), y: y(meeting.y) }))
  )
  const fitting = whole.filter(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)
  // Both old corners lie on the inner side of the new edges.
  const holding = fitting.filter(corner =>
    turn(before, corner, from) >= 0 && turn(corner, after, to) >= 0 && turn(before, corner, after) > 0
  )
  const old = turn(before, from, to) + turn(before, to, after)
  const steps = holding.map(added => ({ at, removed: 2, added, cost: turn(before, added, after) - old }))
  return steps.filter(({ cost }) => cost >= 0).sort((a, b) => a.cost - b.cost).slice(0, 1)
}

/** Where two lines meet beyond their second points. */
function crossing (a: Corner, b: Corner, c: Corner, d: Corner): Corner | undefined {
  const [ux, uy, vx, vy] = [b.x - a.x, b.y - a.y, d.x - c.x, d.y - c.y]
  const determinant = ux * vy - uy * vx
  if (determinant === 0) return undefined
  const along = ((c.x - a.x) * vy - (c.y - a.y) * vx) / determinant
  const other = ((c.x - a.x) * uy - (c.y - a.y) * ux) / determinant
  return along >= 1 && other >= 1 ? { x: a.x + along * ux, y: a.y + along * uy } : undefined
}

function replace (corners: Corner[], { at, removed, added }: Step): void {
  if (at + removed > corners.length) corners.splice(0, at + removed - corners.length)
  corners.splice(Math.min(at, corners.length), removed, ...added === undefined ? [] : [added])
}

/** Whether the new edges touch no other one. */
function staysSimple (corners: readonly Corner[], { at, removed, added }: Step): boolean {
  const [before, after] = [cornerAt(corners, at - 1), cornerAt(corners, at + removed)]
  const edges = added === undefined ? [[before, after]] as const : [[before, added], [added, after]] as const
  // Edges that stay, without the two that the new ones begin and end at.
  for (let step = removed; step < corners.length - 1; step++) {
    const [from, to] = [cornerAt(corners, at + step), cornerAt(corners, at + step + 1)]
    for (const [start, end] of edges) {
      if (from === end || to === start || from === start || to === end) {
        if (isFolded(start, end, from === end || from === start ? to : from)) return false
      } else if (touches(start, end, from, to)) return false
    }
  }
  return true
}

/** Whether a point of a neighbouring edge lies on the new one. */
function isFolded (start: Corner, end: Corner, point: Corner): boolean {
  return turn(start, end, point) === 0 && isBetween(start, end, point)
}

function touches (a: Corner, b: Corner, c: Corner, d: Corner): boolean {
  const [first, second] = [Math.sign(turn(a, b, c)), Math.sign(turn(a, b, d))]
  const [third, fourth] = [Math.sign(turn(c, d, a)), Math.sign(turn(c, d, b))]
  if (first !== second && third !== fourth) return true
  return [[a, b, c], [a, b, d], [c, d, a], [c, d, b]].some(([start, end, point]) =>
    isFolded(start!, end!, point!)
  )
}

function isBetween (start: Corner, end: Corner, { x, y }: Corner): boolean {
  return x >= Math.min(start.x, end.x) && x <= Math.max(start.x, end.x) && y >= Math.min(start.y, end.y) &&
    y <= Math.max(start.y, end.y)
}

/** Each of two lists' elements with its partner. Throws a RangeError when one list is longer. */
export function paired<First, Second> (
  first: readonly First[],
  second: readonly Second[]
): Array<[First, Second]> {
  if (first.length !== second.length) {
    throw new RangeError(`${first.length} elements are to be paired with ${second.length}`)
  }
  return first.map((element, index) => [element, second[index] as Second])
}

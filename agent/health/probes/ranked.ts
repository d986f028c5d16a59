/** The value at that share of the way from the least to the greatest, 0.5 for the median; NaN of nothing. */
export function ranked (values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? NaN
}

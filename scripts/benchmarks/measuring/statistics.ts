export function median (values: number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)]
  ]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}

export function minimum (values: number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values)
}

export function maximum (values: Array<number | undefined>): number | undefined {
  const known = values.filter(value => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

/** JSON with sorted keys, so that equal values give equal text. */
export function canonicalJson (value: unknown): string {
  return JSON.stringify(value, (_, child: unknown) => {
    if (typeof child !== 'object' || child === null || Array.isArray(child)) return child
    return Object.fromEntries(Object.entries(child).sort(([a], [b]) => a < b ? -1 : 1))
  })
}

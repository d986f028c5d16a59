/** Whether a program that calls itself `found`, such as 2.30.2, is older than `needed`, such as 2.31. */
export function isOlder (found: string, needed: string): boolean {
  const [own, wanted] = [found, needed].map(version =>
    version.split('.').map(part => Number.parseInt(part, 10))
  )
  for (const [index, number = 0] of (wanted ?? []).entries()) {
    const part = own?.[index] ?? 0
    if (part !== number) return part < number
  }
  return false
}

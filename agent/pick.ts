/** Those members of `object` that `names` has. */
export function pick<T extends object, K extends keyof T> (object: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map(name => [name, object[name]])) as Pick<T, K>
}

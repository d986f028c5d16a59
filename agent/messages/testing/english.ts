/** A value as programs get it, its reasons in English and nothing beside them. */
export function english<Value> (value: Value): Value {
  return JSON.parse(JSON.stringify(value), (name, each: unknown) => name === 'words' ? undefined : each)
}

type Fields = Readonly<Record<string, unknown>>

/** `patch` over `value` by RFC 7396: null takes a field away, objects are merged, all else replaces. */
export function mergePatch (value: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch
  const kept = isFields(value) ? value : {}
  const names = new Set([...Object.keys(kept), ...Object.keys(patch)])
  return Object.fromEntries(
    [...names].flatMap(name => {
      if (!Object.hasOwn(patch, name)) return [[name, kept[name]]]
      return patch[name] === null ? [] : [[name, mergePatch(kept[name], patch[name])]]
    })
  )
}

function isFields (value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

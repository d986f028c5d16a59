/** Names the person for whom a command calls an agent, as a URL part: header values are Latin-1. */
export const personHeader = 'packline-person'

const longest = 64

/** Undefined for what is no name. Anybody who may call can send anything here. */
export function personIn (value: string | readonly string[] | undefined): string | undefined {
  if (typeof value !== 'string') return undefined
  try {
    const name = decodeURIComponent(value).replaceAll(/[^\p{L}\p{M}\p{N} ._@+-]/gu, '').trim()
    return name === '' ? undefined : name.slice(0, longest)
  } catch {
    return undefined
  }
}

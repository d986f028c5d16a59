/** Which of the pictures that lie before the tool a frame may show. */
export interface FrameSources {
  /** Candidates by a frame's name; all pictures where the name tells nothing. */
  of: (name: string) => readonly string[]
  /** Pictures that some frame has to show. */
  required: readonly string[]
}

/** Where each name belongs to one picture: names are checked elsewhere. */
export function namedSources (places: ReadonlyMap<string, string>): FrameSources {
  const byName = new Map([...places].map(([name, place]) => [name.normalize('NFC'), place]))
  return {
    of: name => {
      const place = byName.get(name.normalize('NFC'))
      return place === undefined ? [] : [place]
    },
    required: []
  }
}

/**
 * Where the tool names frames by files: by their path below a folder that it was given, with or without that
 * folder and the extension. Its project may also replace parts of names; then any picture may be meant.
 * `ignored` are patterns with * and ?, which take slashes too.
 */
export function sourcesByPath (places: readonly string[], ignored: readonly string[]): FrameSources {
  const byTail = new Map<string, string[]>()
  for (const place of places) {
    const parts = tailOf(place).split('/')
    for (let from = 0; from < parts.length; from++) {
      const tail = parts.slice(from).join('/')
      const known = byTail.get(tail)
      if (known === undefined) byTail.set(tail, [place])
      else known.push(place)
    }
  }
  const isIgnored = wildcards(ignored)
  return {
    of: name => byTail.get(tailOf(name)) ?? byTail.get(name.normalize('NFC')) ?? places,
    required: places.filter(place => !isIgnored(place))
  }
}

function tailOf (path: string): string {
  return path.normalize('NFC').replaceAll('\\', '/').replace(/\.[A-Za-z0-9]{1,5}$/, '')
}

function wildcards (patterns: readonly string[]): (place: string) => boolean {
  const escaped = patterns.map(pattern =>
    pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  )
  const expressions = escaped.map(pattern => new RegExp(`(^|/)${pattern}$`, 'i'))
  return place => expressions.some(expression => expression.test(place))
}

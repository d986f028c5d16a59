import type { AtlasOptions } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import type { Group, SourceFile } from '../processor.js'

/** The name under which the game asks for a sprite. */
export function frameName (pattern: string, group: Group, file: SourceFile): string {
  const base = file.name.slice(file.name.lastIndexOf('/') + 1)
  const dot = base.lastIndexOf('.')
  const values: Record<string, string> = { path: file.name, name: dot > 0 ? base.slice(0, dot) : base, dir: group.dir }
  return pattern.replace(/\{(path|name|dir)\}/g, (_, key: string) => values[key]!)
}

/** Frame names are unique over all sheets of a project and scale: the game's cache skips a second one without a word. */
export function checkFrameNames (groups: readonly Group[]): PacklineError[] {
  const errors: PacklineError[] = []
  const owners = new Map<string, string[]>()
  for (const group of groups) {
    const options = group.rule.options as AtlasOptions
    for (const file of group.files) {
      const name = frameName(options.frameName, group, file)
      for (const scale of options.scales) {
        const key = `${scale}\0${name}`
        const files = owners.get(key)
        if (files === undefined) owners.set(key, [file.path])
        else files.push(file.path)
      }
    }
  }
  const told = new Set<string>()
  for (const [key, files] of owners) {
    const frame = key.slice(key.indexOf('\0') + 1)
    if (files.length < 2 || told.has(frame)) continue
    told.add(frame)
    errors.push(new PacklineError('ATLAS_DUPLICATE_FRAME', { frame, files: [...new Set(files)].join(', ') }))
  }
  return errors
}

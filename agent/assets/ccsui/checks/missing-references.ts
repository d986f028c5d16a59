import type { Reference } from '../export-options.js'

/** What a project has. Paths are relative to the folder that csd paths start from. */
export interface KnownResources {
  hasFile: (path: string) => boolean
  /** The frame names of a sheet, in the project or packed from it; undefined when there is no such sheet. */
  framesOf: (plist: string) => ReadonlySet<string> | undefined
  /** Whether any sheet that the project packs has the frame: the game loads those by itself. */
  isPacked: (frame: string) => boolean
  /** A path that differs only in case, which a Mac or Windows finds and a phone does not. */
  sameButForCase: (path: string) => string | undefined
}

export interface MissingReference extends Reference {
  file: string
  /** `sheet`: neither the plist nor a packed sheet has it; `case`: there is one under another spelling. */
  reason: 'file' | 'frame' | 'sheet' | 'case'
  suggestion?: string
}

/** The references of a csd that the project cannot fulfil. */
export function missingReferences (
  file: string,
  references: readonly Reference[],
  known: KnownResources
): MissingReference[] {
  return references.flatMap(reference => {
    const missing = reference.kind === 'frame'
      ? missingFrame(reference, known)
      : missingFile(reference, known)
    return missing === undefined ? [] : [{ ...reference, file, ...missing }]
  })
}

function missingFrame (
  { path, plist = '' }: Reference,
  known: KnownResources
): Pick<MissingReference, 'reason'> | undefined {
  const frames = known.framesOf(plist)
  if (frames?.has(path) === true || known.isPacked(path)) return undefined
  return { reason: frames === undefined ? 'sheet' : 'frame' }
}

function missingFile (
  { path }: Reference,
  known: KnownResources
): Pick<MissingReference, 'reason' | 'suggestion'> | undefined {
  const wanted = path.replaceAll('\\', '/')
  if (known.hasFile(wanted)) return undefined
  const suggestion = known.sameButForCase(wanted)
  return suggestion === undefined ? { reason: 'file' } : { reason: 'case', suggestion }
}

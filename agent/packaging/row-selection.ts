import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError } from '../errors.js'
import { matcher } from '../files/glob.js'
import type { PackageVersion } from './config-document.js'
import type { Row } from './rows.js'
import { wordedLater } from '../messages/message.js'
import { phrase } from '../messages/phrase.js'

/** The version and build that were asked for, or those of the project file. */
export function versionOf (
  given: { version?: string, build?: number },
  { packages }: Pick<ProjectFile, 'packages'>
): PackageVersion {
  const version = given.version ?? packages.version
  const build = given.build ?? packages.build
  if (version === undefined) {
    throw new PacklineError('PACKAGE_NO_VERSION', { what: wordedLater('package.noVersion') })
  }
  if (build === undefined) {
    throw new PacklineError('PACKAGE_NO_VERSION', { what: wordedLater('package.noBuild') })
  }
  if (!/^\d{1,9}(\.\d{1,9}){0,3}$/.test(version)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--app-version',
      value: JSON.stringify(version),
      expected: phrase('expected.version')
    })
  }
  return { version, build }
}

/** The rows that the globs take, all without any. Throws PACKAGE_UNKNOWN_ROW for one that takes none. */
export function selectRows (rows: Row[], globs: readonly string[]): Row[] {
  if (globs.length === 0) return rows
  for (const glob of globs) {
    if (!rows.some(({ id }) => matches(glob, id))) {
      throw new PacklineError('PACKAGE_UNKNOWN_ROW', { row: glob })
    }
  }
  return rows.filter(({ id }) => globs.some(glob => matches(glob, id)))
}

function matches (glob: string, id: string): boolean {
  return id === glob || matcher([glob])(id)
}

import { toPacklineError } from '../../../errors.js'
import type { FailedFile } from '../export/export-files.js'
import { checkGame } from './game-check.js'
import type { CheckedCsb, MissingReference } from './game-check.js'
import type { GameTree } from './game-tree.js'

export interface CheckReport {
  checked: number
  references: number
  missing: MissingReference[]
  failed: FailedFile[]
  /** Pictures that no csb names; code may. */
  unused: string[]
  /** Rules of a project file that would publish what is missing. */
  fixes?: MendingRule[]
}

export interface MendingRule {
  name: string
  processor: 'cocos-publish'
  include: string[]
  output: string
  options?: { serializer?: string, engine?: string }
}

/** The csb files of a game, and those whose csd cannot be read. */
export class GatheredCsbs {
  readonly csbs: CheckedCsb[] = []
  readonly failed: FailedFile[] = []

  async add (file: string, read: () => Promise<CheckedCsb>): Promise<void> {
    try {
      this.csbs.push(await read())
    } catch (error) {
      this.fail(file, error)
    }
  }

  get isEmpty (): boolean {
    return this.csbs.length + this.failed.length === 0
  }

  fail (file: string, error: unknown): void {
    this.failed.push({ input: file, error: toPacklineError(error) })
  }

  /** What is wrong with them in `tree`. */
  report (tree: GameTree): CheckReport {
    const used = new Set<string>()
    const missing = checkGame(this.csbs, tree, used)
    return {
      checked: this.csbs.length + this.failed.length,
      references: this.csbs.reduce((sum, { references }) => sum + references.length, 0),
      missing,
      failed: this.failed,
      unused: unusedPictures(tree, used)
    }
  }
}

function unusedPictures (tree: GameTree, used: ReadonlySet<string>): string[] {
  const paths = [...tree.paths]
  // The picture of a sheet is used by whoever uses the sheet.
  const sheets = new Set(
    paths.filter(path => path.endsWith('.plist')).map(path => path.slice(0, -'.plist'.length))
  )
  return paths
    .filter(path => {
      const picture = /^(.*)\.(?:png|jpe?g|webp)$/i.exec(path)
      return picture !== null && !used.has(path) && !sheets.has(picture[1] ?? '') && !tree.isPacked(path)
    })
    .sort()
}

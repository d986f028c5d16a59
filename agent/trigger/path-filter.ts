import { excludeMatcher } from '../files/glob.js'
import { ruleMatchers } from '../assets/sources/groups.js'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { PacklineError } from '../errors.js'
import type { Source } from './source.js'

/**
 * Tells of a path in the repository, where a submodule's ends with a slash, whether a run of the project
 * would look at it.
 */
interface PathFilter {
  matters: (path: string) => boolean
  /**
   * Why the project file cannot be used; everything in its folder matters then, so that a run says it to
   * those who can mend it.
   */
  problem?: string
}

/** What the project file of `commit` takes in. Without one nothing matters but its coming. */
export async function pathFilter (source: Source, commit: string, folder: string): Promise<PathFilter> {
  const base = folder === '.' ? '' : `${folder.replace(/^\.\//, '').replace(/\/+$/, '')}/`
  const file = `${base}${projectFileName}`
  const bytes = await source.readFile(commit, file)
  if (bytes === undefined) return { matters: path => path === file }
  try {
    const { assets } = parseProjectFile(file, bytes)
    const matchers = ruleMatchers(assets)
    const isExcluded = excludeMatcher(assets.exclude)
    /** Whether a rule looks below a submodule, or at a folder in which it lies. */
    const holdsInputs = (path: string): boolean => {
      if (!path.startsWith(base)) return false
      const folder = path.slice(base.length)
      return !isExcluded(folder.slice(0, -1)) && matchers.some(({ patterns }) =>
        patterns.some(pattern => {
          const above = pattern.base === '' ? '' : `${pattern.base}/`
          return folder.startsWith(above) || above.startsWith(folder)
        })
      )
    }
    return {
      matters: path => {
        if (path === file) return true
        if (path.endsWith('/')) return base.startsWith(path) || holdsInputs(path)
        if (!path.startsWith(base)) return false
        const inside = path.slice(base.length)
        return !isExcluded(inside) && matchers.some(matcher => matcher.takes(inside))
      }
    }
  } catch (error) {
    if (!(error instanceof PacklineError)) throw error
    return { matters: path => path.startsWith(base), problem: error.code }
  }
}

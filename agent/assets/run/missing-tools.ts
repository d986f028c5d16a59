import { join } from 'node:path'
import { projectFileName } from '../../config/project-file-name.js'
import { readProjectFile } from '../../config/project-file-reader.js'
import { parseProject } from '../../config/project-file.js'
import type { Rule } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import { findTexturePacker } from '../atlas/texturepacker/texturepacker-tool.js'
import { findExternalTool } from '../ccsui/exporter/external-tool.js'
import { findAstcEncoder } from '../pictures/astc.js'

type Environment = Readonly<Record<string, string | undefined>>

/** How many project files are remembered. */
const capacity = 32

/**
 * Which programs projects need. Checking a project file takes longer than all else that accepting a job
 * does.
 */
export class NeededTools {
  readonly #known = new Map<string, { bytes: Buffer, rules: readonly Rule[] }>()

  /**
   * The programs that rules of the project in `folder` run and this machine lacks; with `only` those of one
   * rule. None for a project file that the build will refuse: that is the same on every machine.
   */
  async missing (folder: string, only: string | undefined, environment: Environment): Promise<string[]> {
    const rules = (await this.#rulesIn(folder)).filter(({ name }) => only === undefined || name === only)
    const missing = new Set<string>()
    for (const look of rules.flatMap(rule => looksFor(rule, environment))) {
      try {
        await look()
      } catch (error) {
        if (!(error instanceof PacklineError) || error.code !== 'TOOL_NOT_FOUND') throw error
        missing.add(String(error.details.tool))
      }
    }
    return [...missing]
  }

  async #rulesIn (folder: string): Promise<readonly Rule[]> {
    const file = join(folder, projectFileName)
    try {
      const bytes = await readProjectFile(file)
      const known = this.#known.get(file)
      if (known?.bytes.equals(bytes) === true) return known.rules
      const { project, used } = parseProject(file, bytes)
      // Which format it is, only a run knows.
      const isLater = (index: number): boolean =>
        used.some(({ path }) => path === `assets.rules[${index}].options.textureFormat`)
      const rules = project.assets.rules.filter((_, index) => !isLater(index))
      this.#known.delete(file)
      this.#known.set(file, { bytes, rules })
      const [oldest] = this.#known.keys()
      if (this.#known.size > capacity && oldest !== undefined) this.#known.delete(oldest)
      return rules
    } catch {
      return []
    }
  }
}

function looksFor (rule: Rule, environment: Environment): Array<() => unknown> {
  if (rule.tool === 'texturepacker') return [() => findTexturePacker(environment)]
  if (rule.tool !== 'embedded') {
    const { tool } = rule
    return [() => findExternalTool(tool, environment)]
  }
  return rule.processor === 'atlas' && rule.options.textureFormat === 'astc'
    ? [async () => await findAstcEncoder(environment.PATH ?? '')]
    : []
}

import { join } from 'node:path'
import { projectFileName, readProjectFile } from '../../config/project-file-reader.js'
import { parseProjectFile } from '../../config/project-file.js'
import type { Rule } from '../../config/rule-schema.js'
import { PacklineError } from '../../errors.js'
import { findTexturePacker } from '../atlas/texturepacker/texturepacker-tool.js'
import { findExternalTool } from '../ccsui/exporter/external-tool.js'
import { findAstcEncoder } from '../pictures/astc.js'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The programs that rules of the project in `folder` run and this machine lacks; with `only` those of one
 * rule. None for a project file that the build will refuse: that is the same on every machine.
 */
export async function missingTools (
  folder: string,
  only: string | undefined,
  environment: Environment
): Promise<string[]> {
  const rules = (await rulesIn(folder)).filter(({ name }) => only === undefined || name === only)
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

async function rulesIn (folder: string): Promise<readonly Rule[]> {
  const file = join(folder, projectFileName)
  try {
    return parseProjectFile(file, await readProjectFile(file)).assets.rules
  } catch {
    return []
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

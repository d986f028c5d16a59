import { posix } from 'node:path'
import type { CocosToolOptions } from '../../config/project-schema.js'
import { message } from '../../messages/message.js'
import { readCcs } from '../ccsui/ccs-project.js'
import { referencesIn } from '../ccsui/export-csd.js'
import { externalTools, findExternalTool, identityOf } from '../ccsui/external-tool.js'
import type { Reference } from '../ccsui/export-options.js'
import { nestedCsb } from '../ccsui/file-names.js'
import { publishProject } from '../ccsui/publish-project.js'
import { excludeMatcher } from '../../files/glob.js'
import { outputOf } from '../sources/groups.js'
import { scanNamedInputs } from '../sources/named-inputs.js'
import type { BuildContext, Group, PlannedOutput } from '../actions/processor.js'
import type { SourceFile } from '../sources/source-file.js'

const tool = 'cocos-tool'

interface PublishValue {
  references: Record<string, Reference[]>
  warnings: string[]
}

/**
 * The csb files of each .ccs of a group, published by Cocos.Tool; one action per project, keyed by all files
 * in it.
 */
export async function buildCocosProjects (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  const file = findExternalTool(tool, context.environment)
  const identity = await identityOf(tool, file, group.rule.name, context)
  const outputs = await Promise.all(
    group.files.map(async ccs => await buildProject(group, ccs, { file, identity }, context))
  )
  return outputs.flat()
}

async function buildProject (
  group: Group,
  ccs: SourceFile,
  program: { file: string, identity: string },
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { toolTimeoutMs: timeoutMs } = group.rule.options as CocosToolOptions
  const folder = posix.dirname(ccs.path) === '.' ? '' : `${posix.dirname(ccs.path)}/`
  const studio = `${folder}cocosstudio`
  const inputs = await projectFiles(ccs, studio, group, context)
  const byName = new Map(inputs.map(input => [input.path.slice(studio.length + 1), input]))
  const listed = readCcs(ccs.path, await context.readSource(ccs))
  const csds = [...new Set(listed)].filter(name => byName.has(name)).sort()
  for (const name of listed.filter(name => !byName.has(name))) {
    context.warn(message('en', 'ccsui.missingEntry', { file: `${studio}/${name}` }))
  }
  const result = await context.runner.run({
    id: `${group.id} ${ccs.name}`,
    rule: group.rule.name,
    inputs: {
      kind: 'cocos-tool',
      version: 1,
      options: {},
      inputs: inputs.map(input => [input.path, input.sha256] as const),
      tools: { [externalTools[tool].name]: program.identity }
    },
    run: async () =>
      await context.tools.use(inputs.map(input => [input.path, input] as const), async place => {
        const { environment, signal } = context
        const run = {
          tool,
          file: program.file,
          environment,
          signal,
          timeoutMs,
          limiter: await context.limiter()
        } as const
        const { csbs, warnings } = await publishProject(place, posix.join(place, 'in', ccs.path), csds, run)
        const references: Record<string, Reference[]> = {}
        // The references come from our own reading; which classes there are is the tool's business.
        for (const name of csds) {
          references[name] = referencesIn(await context.readSource(byName.get(name)!), `${studio}/${name}`)
        }
        return {
          value: { references, warnings } satisfies PublishValue,
          blobs: Object.fromEntries([...csbs].map(([path, csb]) => [path, Buffer.from(csb)]))
        }
      })
  })
  if (result === undefined) return []
  const { references, warnings } = result.value as PublishValue
  for (const warning of warnings) context.warn(`${ccs.path}: ${warning}`)
  const output = group.rule.output === undefined ? studio : outputOf(group)
  return csds.map(name => {
    const path = `${output === '' ? '' : `${output}/`}${nestedCsb(name)}`
    context.references.push({
      file: byName.get(name)!,
      base: studio,
      output: path,
      rule: group.rule,
      references: references[name]!
    })
    return { path, blob: result.blobs[nestedCsb(name)]! }
  })
}

/** What Cocos.Tool may look at: the .ccs, the .cfg beside it, and everything below cocosstudio. */
async function projectFiles (
  ccs: SourceFile,
  studio: string,
  { rule }: Group,
  context: BuildContext
): Promise<SourceFile[]> {
  const settings = ccs.path.replace(/\.ccs$/i, '.cfg')
  const files = await scanNamedInputs({
    owner: ccs.path,
    places: [studio, settings],
    isExcluded: excludeMatcher(rule.exclude),
    // Editor state changes whenever somebody looks at a file.
    isWanted: path => !/\.udf$/i.test(path)
  }, context)
  return [ccs, ...files]
}

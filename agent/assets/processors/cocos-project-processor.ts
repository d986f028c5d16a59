import { posix } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import { excludeMatcher } from '../../files/glob.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import { resultsOf } from '../actions/throw-all.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Reference } from '../actions/reference.js'
import { readCcs } from '../ccsui/project/ccs-project.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { externalTools, findExternalTool, identityOf } from '../ccsui/exporter/external-tool.js'
import { nestedCsb } from '../ccsui/file-names.js'
import { publishProject } from '../ccsui/exporter/publish-project.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import { scanNamedInputs } from '../sources/named-inputs.js'
import type { SourceFile } from '../sources/source-file.js'
import { csbOutput } from './csb-output.js'

const tool = 'cocos-tool'

type CocosGroup = Group<Extract<RuleOf<'ccsui'>, { tool: typeof tool }>>

/** The Cocos.Tool of this machine. */
interface Program {
  file: string
  identity: string
}

interface CocosProject {
  ccs: SourceFile
  /** The project's folder of csd files. */
  studio: string
  inputs: readonly SourceFile[]
  /** The csd files that the project lists and that are there, by their names below `studio`. */
  csds: ReadonlyMap<string, SourceFile>
}

interface PublishValue {
  references: Record<string, Reference[]>
  warnings: string[]
}

/**
 * The csb files of each .ccs of a group, published by Cocos.Tool; one action per project, keyed by all files
 * in it.
 */
export async function buildCocosProjects (
  group: CocosGroup,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const file = findExternalTool(tool, context.environment)
  const identity = await identityOf(tool, file, group.rule.name, context)
  const outputs = await resultsOf(
    group.files.map(async ccs => {
      const project = await openCocosProject(ccs, group, context)
      return await buildProject(group, project, { file, identity }, context)
    }),
    context
  )
  return outputs.flat()
}

async function openCocosProject (
  ccs: SourceFile,
  group: CocosGroup,
  context: BuildContext
): Promise<CocosProject> {
  const folder = posix.dirname(ccs.path) === '.' ? '' : `${posix.dirname(ccs.path)}/`
  const studio = `${folder}cocosstudio`
  const inputs = await projectFiles(ccs, studio, group, context)
  const byName = new Map(inputs.map(input => [input.path.slice(studio.length + 1), input]))
  const listed = readCcs(ccs.path, await context.readSource(ccs)).csds
  for (const name of listed.filter(name => !byName.has(name))) {
    context.warn('ccsui.missingEntry', { file: `${studio}/${name}` })
  }
  const csds = [...new Set(listed)].sort().flatMap(name => {
    const file = byName.get(name)
    return file === undefined ? [] : [[name, file] as const]
  })
  return { ccs, studio, inputs, csds: new Map(csds) }
}

async function buildProject (
  group: CocosGroup,
  project: CocosProject,
  program: Program,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const { ccs, studio, inputs, csds } = project
  const result = await context.runner.run({
    id: `${group.id} ${ccs.name}`,
    rule: group.rule.name,
    inputs: {
      kind: 'cocos-tool',
      version: 2,
      options: {},
      inputs: inputs.map(input => [input.path, input.sha256] as const),
      tools: { [externalTools[tool].name]: program.identity }
    },
    isProgram: true,
    run: async () => await publish(project, program, group.rule.options.toolTimeoutMs, context)
  })
  if (result === undefined) return []
  const { references, warnings } = result.value
  for (const warning of warnings) context.warn('run.fileWarning', { file: ccs.path, warning })
  const output = group.rule.output === undefined ? studio : outputOf(group)
  return [...csds].map(([name, file]) => {
    const named = { file, root: output, references: references[name] ?? [] }
    return csbOutput(group.rule, output, name, blobOf(result, nestedCsb(name)), named)
  })
}

async function publish (
  { ccs, studio, inputs, csds }: CocosProject,
  { file }: Program,
  timeoutMs: number,
  context: BuildContext
): Promise<{ value: PublishValue, blobs: Record<string, Uint8Array> }> {
  return await context.tools.use(inputs.map(input => [input.path, input] as const), async place => {
    const { environment, signal } = context
    const run = { tool, file, environment, signal, timeoutMs, limiter: await context.limiter() } as const
    const { csbs, warnings } = await publishProject(
      place,
      posix.join(place, 'in', ccs.path),
      [...csds.keys()],
      run
    )
    const references: Record<string, Reference[]> = {}
    // The references come from our own reading; which classes there are is the tool's business.
    for (const [name, csd] of csds) {
      references[name] = referencesIn(await context.readSource(csd), `${studio}/${name}`)
    }
    return {
      value: { references, warnings },
      blobs: Object.fromEntries([...csbs].map(([path, csb]) => [path, Buffer.from(csb)]))
    }
  })
}

/** What Cocos.Tool may look at: the .ccs, the .cfg beside it, and everything below cocosstudio. */
async function projectFiles (
  ccs: SourceFile,
  studio: string,
  { rule }: CocosGroup,
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

import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, relative, resolve } from 'node:path'
import { readCcsSettings } from '../../assets/ccsui/project/ccs-settings.js'
import { isCcs } from '../../assets/ccsui/file-names.js'
import { unreadable } from '../../assets/ccsui/project/csd-inputs.js'
import { parseProjectFile } from '../../config/project-file.js'
import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError, hasCode } from '../../errors.js'
import { runOnce } from '../assets-run.js'
import { jsonOption } from '../common-options.js'
import { defineCommand } from '../command.js'

export const ccsuiPublish = defineCommand({
  name: 'ccsui publish',
  describe: 'command.ccsuiPublish',
  positionals: ['X.ccs|DIR'],
  options: {
    output: { type: 'string', value: 'DIR', describe: 'option.ccsui.publishOutput' },
    resources: {
      type: 'string',
      choices: ['reference', 'all', 'none'],
      describe: 'option.ccsui.resources'
    },
    serializer: {
      type: 'string',
      choices: ['csb', 'json', 'lua'],
      describe: 'option.ccsui.serializer'
    },
    engine: { type: 'string', choices: ['cocos2d-x', 'axmol'], describe: 'option.ccsui.engine' },
    'default-pictures': { type: 'string', value: 'DIR', describe: 'option.ccsui.defaultPictures' },
    'skip-check': { type: 'boolean', describe: 'option.ccsui.skipCheck' },
    explain: { type: 'boolean', describe: 'option.explain' },
    'dry-run': { type: 'boolean', describe: 'option.dryRun' },
    ...jsonOption,
    events: { type: 'boolean', describe: 'option.events' }
  },
  run: async (context, options, [path = '']) => {
    const input = resolve(context.cwd, path)
    const isFolder = await stat(input).then(
      stats => stats.isDirectory(),
      (error: unknown) => {
        throw unreadable(path, error)
      }
    )
    if (!isFolder && !isCcs(input)) throw new PacklineError('CCSUI_NOT_PROJECT', { path })
    const folder = dirname(input)
    const output = options.output === undefined
      ? await directoryIn(input)
      : resolve(context.cwd, options.output)
    const pictures = options['default-pictures']
    const project = projectOf(`${literal(basename(input))}${isFolder ? '/' : ''}`, relative(folder, output), {
      checkReferences: !options['skip-check'],
      ...options.resources !== undefined && { resources: options.resources },
      ...options.serializer !== undefined && { serializer: options.serializer },
      ...options.engine !== undefined && { engine: options.engine },
      ...pictures !== undefined && {
        defaultPictures: slashed(relative(folder, resolve(context.cwd, pictures)))
      }
    })
    const choice = { folder, isDryRun: options['dry-run'], keepGoing: false, inline: project }
    return await runOnce(context, choice, options)
  }
})

/** A project file with this one rule. */
function projectOf (include: string, output: string, options: Record<string, unknown>): ProjectFile {
  const rule = { name: 'publish', processor: 'cocos-publish', include: [include], output: '', options }
  const document = { project: 'publish', assets: { output: 'res', rules: [rule] } }
  const project = parseProjectFile('ccsui publish', Buffer.from(JSON.stringify(document)))
  return { ...project, assets: { ...project.assets, output: slashed(output), outsideProject: true } }
}

/** Where the project was published last. */
async function directoryIn (input: string): Promise<string> {
  const file = input.replace(/\.ccs$/i, '.cfg')
  const bytes = await readFile(file).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EISDIR')) return undefined
    throw unreadable(file, error)
  })
  const directory = bytes && readCcsSettings(file, bytes).directory
  // An absolute one is of the machine that saved it.
  if (directory === undefined || /^(?:[A-Za-z]:|\/)/.test(directory)) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'ccsui publish', argument: '--output DIR' })
  }
  return resolve(dirname(input), directory)
}

/** A pattern that the name matches, whatever characters of patterns it has. */
function literal (name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]/gu, '?')
}

function slashed (path: string): string {
  return path.replaceAll('\\', '/')
}

import { open, opendir, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { proposeRules } from '../../assets/proposal/propose-rules.js'
import type { Proposal } from '../../assets/proposal/proposal.js'
import { RuleNames } from '../../assets/proposal/rule-names.js'
import { projectFolder } from '../../config/find-project.js'
import { projectFileName } from '../../config/project-file-name.js'
import { PacklineError, hasCode } from '../../errors.js'
import { message } from '../../messages/message.js'
import { configOption, jsonOption } from '../common-options.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { findingLines } from '../health/doctor-findings.js'
import { show, tell } from '../terminal.js'
import { onboardCommands } from './onboard-commands.js'
import { lookAtPipeline } from './pipeline-findings.js'
import { lookAtProject } from './project-findings.js'

export const command = defineCommand({
  name: 'onboard',
  describe: 'command.onboard',
  options: {
    project: { type: 'string', value: 'DIR', describe: 'option.onboardProject' },
    write: { type: 'boolean', describe: 'option.onboardWrite' },
    ...configOption,
    ...jsonOption
  },
  run: async (context, options) => {
    const folder = await folderAt(projectFolder(context.cwd, options.project))
    const fileText = (proposal: Proposal): string => projectFileText(basename(folder), proposal)
    const written = options.write ? await writeFirst(folder, fileText, context) : undefined
    const look = await lookAtProject(folder, fileText, context)
    const findings = [
      ...look.findings,
      ...await lookAtPipeline(folder, look.project, options.config, context)
    ]
    // What was written already takes the .tps files, whose notes stay true.
    const notes = written?.left ?? look.proposal.left
    const open = findings.filter(({ state }) => state !== 'ok').length
    const document = {
      folder,
      findings,
      missing: open,
      rules: look.proposal.rules,
      left: notes.map(({ path, key, parameters }) => ({
        path,
        reason: message('en', key, { path, ...parameters })
      }))
    }
    show(context, options.json, document, () => [
      ...findingLines(context, findings),
      ...proposalLines({ rules: look.proposal.rules, left: notes }, context)
    ])
    if (!options.json) {
      const machine = onboardCommands.machine
      tell(context, open === 0 ? 'onboard.well' : 'onboard.missing', { count: open, machine })
    }
    return findings.some(({ state }) => state === 'fail') ? 1 : 0
  }
})

async function folderAt (path: string): Promise<string> {
  try {
    await (await opendir(path)).close()
    return await realpath(path)
  } catch (cause) {
    throw new PacklineError('ONBOARD_NO_FOLDER', { folder: path }, { cause })
  }
}

/** A first project file; the one that is there is somebody's. Throws ONBOARD_FILE_EXISTS. */
async function writeFirst (
  folder: string,
  fileText: (proposal: Proposal) => string,
  context: CommandContext
): Promise<Proposal> {
  const path = join(folder, projectFileName)
  const proposal = proposeRules(folder)
  const text = fileText(proposal)
  try {
    const file = await open(path, 'wx', 0o644)
    try {
      await file.writeFile(text)
    } finally {
      await file.close()
    }
  } catch (cause) {
    if (hasCode(cause, 'EEXIST')) throw new PacklineError('ONBOARD_FILE_EXISTS', { file: path }, { cause })
    throw cause
  }
  tell(context, 'onboard.written', { file: path })
  return proposal
}

/** One rule a line, for the person who goes on with it. */
function projectFileText (folderName: string, { rules }: Proposal): string {
  const project = new RuleNames().take(folderName, 'game')
  const lines = rules.map(rule => `      ${JSON.stringify(rule)}`).join(',\n')
  return `{
  "project": ${JSON.stringify(project)},
  "assets": {
    "output": "build/res",
    "gitignore": true,
    "rules": [${rules.length === 0 ? '' : `\n${lines}\n    `}]
  }
}
`
}

function proposalLines ({ rules, left }: Proposal, { locale }: CommandContext): string[] {
  return [
    ...rules.length === 0 ? [] : ['', message(locale, 'onboard.rules')],
    ...rules.map(rule => JSON.stringify(rule)),
    ...left.length === 0 ? [] : ['', message(locale, 'onboard.left')],
    ...left.map(({ path, key, parameters }) => message(locale, key, { path, ...parameters }))
  ]
}

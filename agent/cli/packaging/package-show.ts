import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import type { MessageKey } from '../../messages/message.js'
import { stampsOf } from '../../packaging/apk/channel-forms.js'
import type { ChannelStamp } from '../../packaging/apk/channel-forms.js'
import type { Application } from '../../packaging/application/application.js'
import { inspectPackage } from '../../packaging/application/inspect-package.js'
import { readSplitSet } from '../../packaging/application/split-set.js'
import type { SplitPart } from '../../packaging/application/split-set.js'
import type { Finding } from '../../packaging/apk/apk-findings.js'
import { displayWidth, padTo } from '../columns.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines } from '../terminal.js'
import { findingLines } from './finding-lines.js'
import { namedPackage } from './named-package.js'

interface ShownPackage {
  file: string
  size: number
  entries: number
  application: Application
  stamp?: ChannelStamp
  /** Of a set of split APKs: the application is that of its base. */
  parts?: SplitPart[]
  findings: Finding[]
}

export const packageShow = defineCommand({
  name: 'package show',
  describe: 'command.packageShow',
  positionals: ['FILE…'],
  options: jsonOption,
  run: async (context, { json }, files) => {
    const shown: ShownPackage[] = []
    for (const file of files) {
      const found = await show(namedPackage(context.cwd, file), context.signal)
      shown.push(found)
      if (json) continue
      printLines(context, lines(context, { ...found, file }))
      for (const finding of found.findings) printLines(context, findingLines(context, finding))
    }
    if (json) printJson(context, shown)
    return 0
  }
})

async function show (
  { path: file, isFolder }: ReturnType<typeof namedPackage>,
  signal: AbortSignal
): Promise<ShownPackage> {
  const missing = new PacklineError('PACKAGE_MANIFEST_MISSING', {
    file,
    entry: 'AndroidManifest.xml, Info.plist'
  })
  if (isFolder) throw missing
  const { application, findings, block, size, entries } = await inspectPackage(file)
  if (application === undefined) {
    const set = await readSplitSet(file, signal)
    if (set !== undefined) return { file, size, entries, ...set }
    throw missing
  }
  const [stamp] = block === undefined ? [] : Object.values(stampsOf(block, file))
  return { file, size, entries, application, ...stamp !== undefined && { stamp }, findings }
}

/** Parts of a package by the keys of their names. */
type Row = [key: MessageKey, value: string]

function lines (
  { locale }: CommandContext,
  { file, application, stamp, parts = [] }: ShownPackage
): string[] {
  const { type, id, version = '-', build = '-', label } = application
  const rows: Row[] = [
    ...Object.entries(label ?? {}).map(([language, text]): Row => [
      'package.show.label',
      language === 'default' ? text : `${text} (${language})`
    ]),
    ...application.type === 'ipa' ? appleRows(locale, application) : androidRows(locale, application),
    ...parts.map(({ path, split }): Row => [
      'package.show.split',
      split === undefined ? path : `${split} (${path})`
    ]),
    ...stamp === undefined ? [] : [['package.show.channel', stamp.channel] satisfies Row]
  ]
  const names = rows.map(([key]) => message(locale, key))
  const width = Math.max(0, ...names.map(displayWidth))
  return [
    message(locale, `package.show.${type}`, { file, id, version, build }),
    ...rows.map(([, value], index) => `  ${padTo(names[index] ?? '', width)}  ${value}`)
  ]
}

type Locale = CommandContext['locale']

function androidRows (locale: Locale, application: Exclude<Application, { type: 'ipa' }>): Row[] {
  const { minSdk, targetSdk, abis, extractsLibraries, isDebuggable, isTestOnly, isDebugSigned } = application
  const { split, configForSplit, certificates = [], earlierCertificates = [] } = application
  const libraries = abis.length === 0
    ? message(locale, 'package.show.anyAbi')
    : message(locale, extractsLibraries ? 'package.show.extracted' : 'package.show.mapped', {
      abis: abis.join(', ')
    })
  const flags = [
    ...isDebuggable ? [message(locale, 'package.show.debuggable')] : [],
    ...isTestOnly ? [message(locale, 'package.show.testOnly')] : [],
    ...isDebugSigned === true ? [message(locale, 'package.show.debugSigned')] : []
  ]
  return [
    ['package.show.sdk', message(locale, 'package.show.sdkRange', { minSdk, targetSdk })],
    ['package.show.abis', libraries],
    ...flags.length === 0 ? [] : [['package.show.flags', flags.join(', ')] satisfies Row],
    ...split === undefined ? [] : [['package.show.split', splitName(split, configForSplit)] satisfies Row],
    ...certificates.map((each): Row => [
      earlierCertificates.includes(each) ? 'package.show.earlierCertificate' : 'package.show.certificate',
      each
    ])
  ]
}

/** A configuration split names the part that it adds to; the base has no name. */
function splitName (split: string, configForSplit: string | undefined): string {
  if (configForSplit === undefined) return split
  return `${split} → ${configForSplit === '' ? 'base' : configForSplit}`
}

function appleRows (locale: Locale, { minSystem, extensions }: Extract<Application, { type: 'ipa' }>): Row[] {
  return [
    ...minSystem === undefined ? [] : [['package.show.system', minSystem] satisfies Row],
    ...extensions.map(({ id, version = '-', build = '-', path }): Row => [
      'package.show.extension',
      message(locale, 'package.show.program', { id, version, build, path })
    ])
  ]
}

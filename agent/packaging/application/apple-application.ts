import { posix } from 'node:path'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { readPropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import type { ZipArchive } from '../../formats/zip/zip-entry.js'
import type { AppleApplication, AppleExtension } from './application.js'
import { phrase } from '../../messages/phrase.js'

const applicationList = /^Payload\/[^/]+\.app\/Info\.plist$/
/** Programs inside the application: extensions, a watch app with its own, app clips. */
const nestedList =
  /^Payload\/[^/]+\.app\/(?:PlugIns|Extensions|Watch|AppClips)\/.+\.(?:appex|app)\/Info\.plist$/

interface InfoLists {
  application: string
  nested: string[]
}

/** The names of the property lists of an IPA's programs; undefined where it has no application. */
export function infoListOf ({ entries }: ZipArchive): InfoLists | undefined {
  const application = entries.find(({ name }) => applicationList.test(name))?.name
  if (application === undefined) return undefined
  return { application, nested: entries.map(({ name }) => name).filter(name => nestedList.test(name)).sort() }
}

/** What the application says of itself, by Apple's "Information Property List". */
export async function appleApplication (
  { application, nested }: InfoLists,
  read: (name: string) => Promise<Buffer>,
  file: string
): Promise<AppleApplication> {
  const list = async (entry: string): Promise<Map<string, PropertyListValue>> => {
    const bytes = await read(entry)
    try {
      const values = readPropertyList(entry, bytes)
      if (!(values instanceof Map)) throw new ReasonError(phrase('plist.noDictionary'))
      return values
    } catch (cause) {
      throw new PacklineError('PACKAGE_PLIST_DAMAGED', { file, entry, reason: errorText(cause) }, { cause })
    }
  }
  const values = await list(application)
  const extensions: AppleExtension[] = []
  for (const entry of nested) {
    const own = await list(entry)
    const extension = own.get('NSExtension')
    const point = extension instanceof Map ? textOf(extension, 'NSExtensionPointIdentifier') : undefined
    extensions.push({
      path: posix.dirname(entry),
      ...identityOf(own),
      ...point !== undefined && { point }
    })
  }
  const label = textOf(values, 'CFBundleDisplayName') ?? textOf(values, 'CFBundleName')
  const minSystem = textOf(values, 'MinimumOSVersion')
  return {
    type: 'ipa',
    ...identityOf(values),
    ...label !== undefined && { label: { default: label } },
    ...minSystem !== undefined && { minSystem },
    extensions
  }
}

function identityOf (
  values: Map<string, PropertyListValue>
): { id: string, version?: string, build?: string } {
  const version = textOf(values, 'CFBundleShortVersionString')
  const build = textOf(values, 'CFBundleVersion')
  return {
    id: textOf(values, 'CFBundleIdentifier') ?? '',
    ...version !== undefined && { version },
    ...build !== undefined && { build }
  }
}

/** Numbers are no texts to Apple, but stand there where a tool wrote them so. */
function textOf (values: Map<string, PropertyListValue>, key: string): string | undefined {
  const value = values.get(key)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

import { open, readFile } from 'node:fs/promises'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { readPropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { readEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { InspectedBaseline } from '../baseline.js'
import { editPropertyList, maxPropertyListBytes } from '../edit-property-list.js'
import type { Changes } from '../entry-change.js'
import { phrase } from '../../messages/phrase.js'

/** The application, or an extension, a watch application or an app clip in it: what has its own profile. */
export interface AppBundle {
  /** Its folder in the IPA, such as Payload/Game.app/PlugIns/Push.appex. */
  path: string
  id: string
  values: ReadonlyMap<string, PropertyListValue>
}

const bundleList = /^(Payload\/[^/]+\.app(?:\/.+\.(?:app|appex))?)\/Info\.plist$/

/** All of them, the application first, as they are once `changes` were made. */
export async function appBundles (baseline: InspectedBaseline, changes: Changes): Promise<AppBundle[]> {
  const names = new Set([...baseline.entries.keys(), ...changes.keys()])
  const paths = [...names].flatMap(name => bundleList.exec(name)?.[1] ?? []).sort()
  const bundles: AppBundle[] = []
  for (const path of paths) {
    const values = await finalList(baseline, changes, `${path}/Info.plist`)
    const id = values?.get('CFBundleIdentifier')
    if (values !== undefined && typeof id === 'string') bundles.push({ path, id, values })
  }
  return bundles
}

/** A property list as a row has it; undefined where the row has none, or none that is a dictionary. */
async function finalList (
  baseline: InspectedBaseline,
  changes: Changes,
  name: string
): Promise<ReadonlyMap<string, PropertyListValue> | undefined> {
  const change = changes.get(name)
  if (change?.way === 'remove') return undefined
  const bytes = change?.way === 'bytes'
    ? change.bytes
    : change?.way === 'file'
    ? await readFile(change.file.path)
    : await entryOf(baseline, name)
  const { path } = baseline.definition
  const edited = change?.way === 'plist' ? await editPropertyList(bytes, change.set, path, name) : bytes
  try {
    const values = readPropertyList(name, edited)
    return values instanceof Map ? values : undefined
  } catch (cause) {
    const reason = errorText(cause)
    throw new PacklineError('PACKAGE_PLIST_DAMAGED', { file: path, entry: name, reason }, { cause })
  }
}

async function entryOf ({ path, definition, entries }: InspectedBaseline, name: string): Promise<Buffer> {
  const entry = entries.get(name)
  if (entry === undefined) throw new ReasonError(phrase('bundle.notIn', { name, path: definition.path }))
  const handle = await open(path, 'r')
  try {
    return await readEntry(handle, await readZip(handle, definition.path), entry, maxPropertyListBytes)
  } finally {
    await handle.close()
  }
}

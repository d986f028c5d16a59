import { isDeepStrictEqual } from 'node:util'
import type { BlobReference } from '../../cache/content-store.js'
import { sha256Of } from '../../files/file-digest.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { DoneAction } from '../actions/done-action.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import { setOf } from '../sources/group.js'
import { actionIds } from './atlas-actions.js'
import type { AtlasGroup } from './atlas-group.js'
import { keepLayout, layoutFileOf } from './kept-layout.js'
import { pageStems } from './page-stems.js'
import { outputsOfPage } from './pages.js'
import { framesOn } from './recalled-set.js'
import { isRecorded, setSettings } from './record-set.js'
import { SetRecord } from './set-record.js'
import { blobsOf, isShared, recordName, setInputs } from './share-set.js'
import type { SetContents } from './share-set.js'
import { namedFiles } from './sprites.js'
import type { NamedFile } from './sprites.js'

/**
 * The outputs of a set that another machine made of the same pictures: one answer brings them all, and
 * nothing of the set is planned. Undefined where nobody did; asking for its actions one by one has the same
 * result.
 */
export async function restoredSet (
  group: AtlasGroup,
  scale: number,
  stem: string,
  context: BuildContext
): Promise<PlannedOutput[] | undefined> {
  const { runner, keptFiles, setRecords } = context
  if (!isRecorded(group, context) || !isShared(group)) return undefined
  const isStable = group.rule.options.layout === 'stable'
  const layoutFile = isStable ? keptFiles.read(layoutFileOf(group, stem)) : undefined
  // Where it is missing, the set is laid out from nothing, and not as those who have it did.
  if (isStable && layoutFile === undefined) return undefined
  const own = { ...contentsOf(namedFiles(group)), layoutFile: layoutFile && sha256Of(layoutFile) }
  const found = await runner.find(setOf(group), () => setInputs(group, scale, own, context))
  const bytes = found?.blobs[recordName] && runner.read(found.blobs[recordName])
  const record = bytes &&
    recordIn(bytes, each =>
      each.header.settings === setSettings(group, scale, context) && isOf(each, own) &&
      areNamedSo(each, found.blobs) && isCalledSo(each, group, scale, stem, context))
  if (bytes === undefined || record === undefined) return undefined
  if (!runner.recall({ rule: group.rule.name }, actionsIn(record))) return undefined
  const { header: { pages, kept } } = record
  if (kept !== undefined && layoutFile !== undefined) {
    keepLayout(group, stem, kept, layoutFile, context)
  }
  setRecords.write(stem, bytes)
  return pages.flatMap(({ stem: own, page, sheet }, number) =>
    outputsOfPage(group, own, page, {
      blob: blobOf(sheet, 'sheet'),
      // Made when somebody asks.
      get frames () {
        return framesOn(number, record)
      }
    })
  )
}

function contentsOf (files: readonly NamedFile[]): Pick<SetContents, 'names' | 'contents'> {
  return {
    names: files.map(({ name }) => name),
    contents: Buffer.from(files.map(({ file }) => file.sha256).join(''), 'hex')
  }
}

/** A cache may hold anything: undefined for what is no record, or not the one that is meant. */
function recordIn (bytes: Buffer, isMeant: (record: SetRecord) => boolean): SetRecord | undefined {
  try {
    const record = SetRecord.parse(bytes)
    return record !== undefined && isMeant(record) ? record : undefined
  } catch {
    return undefined
  }
}

function actionsIn ({ header: { layout, sprites, pages } }: SetRecord): DoneAction[] {
  return [sprites, layout, ...pages.flatMap(({ page, sheet }) => [page, sheet])]
}

function isOf ({ header, names, contents }: SetRecord, own: SetContents): boolean {
  return isDeepStrictEqual(names, own.names) && contents.equals(own.contents) &&
    header.kept?.sha256 === own.layoutFile
}

/** Whether it names just the blobs that came with it: those of pages and sheets, the others have none. */
function areNamedSo (record: SetRecord, came: Record<string, BlobReference>): boolean {
  const { [recordName]: _, ...others } = came
  const { layout, sprites } = record.header
  return isDeepStrictEqual(blobsOf(record), others) &&
    isDeepStrictEqual([layout.blobs, sprites.blobs], [{}, {}])
}

/** Whether its outputs go where this machine would write them, and its actions are called as here. */
function isCalledSo (
  record: SetRecord,
  group: AtlasGroup,
  scale: number,
  stem: string,
  context: BuildContext
): boolean {
  const { pages, kept } = record.header
  const actions = actionsIn(record)
  const stems = pageStems(group, stem, pages.length, context)
  const ids = [
    actionIds.sprites(group, scale),
    actionIds.layout(stem),
    ...stems.flatMap(own => [actionIds.page(own), actionIds.sheet(own)])
  ]
  return isDeepStrictEqual(pages.map(page => page.stem), stems) &&
    isDeepStrictEqual(actions.map(({ id }) => id), ids) &&
    actions.every(({ key, costMs }) => /^[0-9a-f]{64}$/.test(key) && Number.isFinite(costMs)) &&
    pages.every(({ page, sheet }) => page.blobs.page !== undefined && sheet.blobs.sheet !== undefined) &&
    (kept === undefined || kept.file === layoutFileOf(group, stem))
}

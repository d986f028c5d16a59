/** Where the first line begins that a merge left, counted from 1; git's and Subversion's look alike. */
export function conflictLine (bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const marker = /^<{7}(?: .*)?\r?$/m.exec(text)
  return marker === null ? undefined : text.slice(0, marker.index).split('\n').length
}

/** Files of Cocos Studio and its engine that begin with these elements. */
const kindsByRoot: Readonly<Record<string, string>> = {
  PlistInfoProjectFile: '.csi',
  Solution: '.ccs',
  SolutionConfig: '.cfg',
  UserData: '.udf',
  plist: '.plist',
  map: '.tmx',
  tileset: '.tsx'
}

/** What a file is that is no csd, by its extension: told from its root element. */
export function kindOfRoot (root: string): string | undefined {
  return Object.hasOwn(kindsByRoot, root) ? kindsByRoot[root] : undefined
}

/** JSON that Cocos Studio or its engine read: told from a key that the others do not have. */
export function kindOfJson (bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trimStart()
  if (!text.startsWith('{') && !text.startsWith('\uFEFF{')) return undefined
  return /"armature_data"\s*:/.test(text) ? '.ExportJson' : '.json'
}

import type { XmlCursor } from './xml-cursor.js'
import { phrase } from '../messages/phrase.js'

const instructionName = phrase('xml.instructionName')

// What stands between elements. Each reads on from the cursor's position and leaves it behind what it read.

/** After `<!--`. */
export function skipComment (cursor: XmlCursor): void {
  const end = cursor.text.indexOf('--', cursor.position + 4)
  if (end < 0) throw cursor.truncated(phrase('xml.inComment'))
  if (cursor.text[end + 2] !== '>') throw cursor.notXml(end, phrase('xml.dashes'))
  cursor.position = end + 3
}

/** The character data of a CDATA section. */
export function readCharacterData (cursor: XmlCursor, isInside: boolean): string {
  const start = cursor.position
  const end = cursor.text.indexOf(']]>', start + 9)
  if (!isInside) throw cursor.notXml(start, phrase('xml.outside'))
  if (end < 0) throw cursor.truncated(phrase('xml.inCdata'))
  cursor.position = end + 3
  return cursor.source.decode(start + 9, end)
}

/** A DOCTYPE with an internal subset could declare entities: it is never accepted. */
export function skipDoctype (cursor: XmlCursor, isAllowed: boolean): void {
  const start = cursor.position
  const end = cursor.text.indexOf('>', start)
  const isPlain = end >= 0 && !cursor.text.slice(start, end).includes('[')
  if (!isAllowed || !isPlain) throw cursor.error({ kind: 'doctype' }, start)
  cursor.position = end + 1
}

/** After `<?`. */
export function skipInstruction (cursor: XmlCursor): void {
  const start = cursor.position
  const end = cursor.text.indexOf('?>', start + 2)
  if (end < 0) throw cursor.truncated(phrase('xml.inInstruction'))
  const nameEnd = cursor.nameEnd(start + 2, instructionName)
  if (cursor.text.slice(start + 2, nameEnd).toLowerCase() === 'xml' && start > 0) {
    throw cursor.notXml(start, phrase('xml.lateDeclaration'))
  }
  cursor.position = end + 2
}

import { PacklineError } from '../errors.js'

/** A dict is a Map, which keeps any key as it is and in order. */
export type PlistValue = string | number | boolean | PlistValue[] | Map<string, PlistValue>

/**
 * An Apple property list in XML, with tabs and line feeds as Apple's tools write it. Written by hand: npm's
 * plist takes longer to load than a whole sheet takes here.
 */
export function writeXmlPlist (root: PlistValue): string {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">'
  ]
  pushValue(lines, root, '')
  lines.push('</plist>', '')
  return lines.join('\n')
}

function pushValue (lines: string[], value: PlistValue, indent: string): void {
  if (typeof value === 'string') lines.push(`${indent}<string>${escaped(value)}</string>`)
  else if (typeof value === 'boolean') lines.push(`${indent}<${value}/>`)
  else if (typeof value === 'number') {
    lines.push(
      Number.isInteger(value) ? `${indent}<integer>${value}</integer>` : `${indent}<real>${value}</real>`
    )
  } else if (value instanceof Map) pushDict(lines, value, indent)
  else pushArray(lines, value, indent)
}

function pushDict (lines: string[], entries: Map<string, PlistValue>, indent: string): void {
  if (entries.size === 0) {
    lines.push(`${indent}<dict/>`)
    return
  }
  lines.push(`${indent}<dict>`)
  for (const [key, value] of entries) {
    lines.push(`${indent}\t<key>${escaped(key)}</key>`)
    pushValue(lines, value, indent + '\t')
  }
  lines.push(`${indent}</dict>`)
}

function pushArray (lines: string[], values: PlistValue[], indent: string): void {
  if (values.length === 0) {
    lines.push(`${indent}<array/>`)
    return
  }
  lines.push(`${indent}<array>`)
  for (const value of values) pushValue(lines, value, indent + '\t')
  lines.push(`${indent}</array>`)
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

// What XML 1.0 cannot hold, escaped or not, and line breaks, which its readers rewrite.
const unwritable = /[\u0000-\u001f\ufffe\uffff]|\p{Surrogate}/u

/** Nearly all text is of this kind, and told by it quickly. */
const plain = /^[\x20-\x25\x27-\x3b\x3d\x3f-\x7e]*$/

function escaped (text: string): string {
  if (plain.test(text)) return text
  if (unwritable.test(text)) throw new PacklineError('ATLAS_BAD_FRAME_NAME', { frame: text })
  return text.replace(/[&<>]/g, character => entities[character]!)
}

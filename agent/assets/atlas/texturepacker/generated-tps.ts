import { escapeXml } from '../../../formats/property-list-xml.js'
import type { OwnSettings } from './sprite-choices.js'

/** What TexturePacker takes from a project and not from its command line, or not without showing it. */
export interface ProjectSettings {
  sprites: readonly OwnSettings[]
  /** 32 hex digits; on a command line every user of the machine could read them. */
  contentKey?: string
}

export interface PictureSize {
  width: number
  height: number
}

/**
 * A TexturePacker project beside the folder `in` that it packs; flags override what it says. In the words of
 * its own projects, of format version 4 and later: pivots are shares from the top left, the borders of a
 * nine-slice sprite are the rectangle between them (public projects have x, y, width, height of the middle).
 */
export function generatedTps (
  { sprites, contentKey = '' }: ProjectSettings,
  sizeOf: (place: string) => PictureSize
): string {
  const writesPivots = sprites.some(({ pivot }) => pivot !== undefined)
  return `<?xml version="1.0" encoding="UTF-8"?>
<data version="1.0">
    <struct type="Settings">
        <key>fileFormatVersion</key>
        <int>4</int>
        <key>contentProtection</key>
        <struct type="ContentProtection">
            <key>key</key>
            <string>${contentKey.toUpperCase()}</string>
        </struct>
        <key>globalSpriteSettings</key>
        <struct type="SpriteSettings">
            <key>writePivotPoints</key>
            <${writesPivots}/>
        </struct>
        <key>individualSpriteSettings</key>
        <map type="IndividualSpriteSettingsMap">
${sprites.map(sprite => individual(sprite, sizeOf)).join('')}        </map>
        <key>fileList</key>
        <array>
            <filename>in</filename>
        </array>
    </struct>
</data>
`
}

function individual (
  { place, pivot = { x: 0.5, y: 0.5 }, borders }: OwnSettings,
  sizeOf: (place: string) => PictureSize
): string {
  return `            <key type="filename">${escapeXml(`in/${place}`)}</key>
            <struct type="IndividualSpriteSettings">
                <key>pivotPoint</key>
                <point_f>${pivot.x},${pivot.y}</point_f>
                <key>spriteScale</key>
                <double>1</double>
                <key>scale9Enabled</key>
                <${borders !== undefined}/>
${borders === undefined ? '' : rectangle(middle(borders, sizeOf(place)))}            </struct>
`
}

function middle (
  { left, top, right, bottom }: NonNullable<OwnSettings['borders']>,
  { width, height }: PictureSize
): number[] {
  return [left, top, Math.max(0, width - left - right), Math.max(0, height - top - bottom)]
}

function rectangle (numbers: readonly number[]): string {
  return ['scale9Borders', 'scale9Paddings']
    .map(key =>
      `                <key>${key}</key>
                <rect>${numbers.join()}</rect>
`
    )
    .join('')
}

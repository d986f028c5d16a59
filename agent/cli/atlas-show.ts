import { readFile } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { contactSheet } from '../assets/atlas/sheets/contact-sheet.js'
import type { ContactPage } from '../assets/atlas/sheets/contact-sheet.js'
import { readSheet } from '../assets/atlas/sheets/read-sheet.js'
import { packlineHome } from '../config/home.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { WrittenFiles, isOwnPage } from '../files/written-files.js'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { defineCommand } from './command.js'
import { jsonOption } from './common-options.js'
import { printJson, tell } from './terminal.js'
import { phrase } from '../messages/phrase.js'

const mediaTypes: Record<string, ContactPage['mediaType']> = { '.png': 'image/png', '.webp': 'image/webp' }

export const command = defineCommand({
  name: 'atlas show',
  describe: 'command.atlasShow',
  positionals: ['SHEET…'],
  options: {
    output: {
      type: 'string',
      value: 'FILE.html',
      default: 'contact-sheet.html',
      describe: 'option.contactSheet'
    },
    ...jsonOption
  },
  run: async (context, options, sheets) => {
    const pages = await Promise.all(sheets.map(async name => await readPage(resolve(context.cwd, name))))
    const output = resolve(context.cwd, options.output)
    const written = new WrittenFiles(packlineHome(context.environment))
    written.check([{ path: output }], isOwnPage)
    await writeFileAtomic(
      output,
      contactSheet(sheets.map(name => basename(name)).join(', '), pages, context.locale)
    )
    written.add([output])
    const frames = pages.reduce((sum, page) => sum + page.sheet.frames.length, 0)
    if (options.json) {
      printJson(context, { output, pages: pages.length, frames })
    } else {tell(context, 'atlas.shown', {
        output,
        pages: pages
          .length,
        frames
      })}
    return 0
  }
})

async function readPage (file: string): Promise<ContactPage> {
  const sheet = await readSheet(file)
  const texture = join(dirname(file), basename(sheet.textureFile))
  const mediaType = mediaTypes[extname(texture)]
  if (mediaType === undefined) {
    throw new PacklineError('ATLAS_BAD_SHEET', {
      file,
      reason: phrase('sheet.picture', { name: basename(texture) })
    })
  }
  try {
    return { sheet, mediaType, picture: await readFile(texture) }
  } catch (error) {
    throw new PacklineError('ATLAS_BAD_SHEET', { file, reason: errorText(error) }, { cause: error })
  }
}

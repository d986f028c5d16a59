import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { fileChunks } from '../../files/streamed-digest.js'

export interface FormFile {
  field: string
  path: string
  sizeBytes: number
}

interface MultipartBody {
  headers: Record<string, string>
  stream: () => Readable
}

/** A form of RFC 7578 with files, sent as a stream of known length: the stores refuse one without. */
export function multipartBody (
  fields: Readonly<Record<string, string>>,
  files: readonly FormFile[]
): MultipartBody {
  const boundary = `packline-${randomBytes(16).toString('hex')}`
  const head = (name: string, more = ''): string =>
    `--${boundary}\r\ncontent-disposition: form-data; name="${quoted(name)}"${more}\r\n\r\n`
  const texts = Object.entries(fields).map(([name, value]) => `${head(name)}${value}\r\n`).join('')
  const heads = files.map(({ field, path }) =>
    head(field, `; filename="${quoted(basename(path))}"\r\ncontent-type: application/octet-stream`)
  )
  const end = `--${boundary}--\r\n`
  const around = Buffer.byteLength(texts + heads.join('') + end) + 2 * files.length
  const length = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, around)
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(length)
    },
    stream: () => Readable.from(pieces(texts, heads, files, end), { objectMode: false })
  }
}

async function* pieces (
  texts: string,
  heads: readonly string[],
  files: readonly FormFile[],
  end: string
): AsyncGenerator<Buffer> {
  if (texts !== '') yield Buffer.from(texts)
  for (const [index, { path }] of files.entries()) {
    yield Buffer.from(heads[index] ?? '')
    yield* fileChunks(path)
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(end)
}

/** As HTML has browsers write names of fields and files. */
function quoted (name: string): string {
  return name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22')
}

// A stand-in for TexturePacker in tests: NOT TexturePacker. It takes the real one's options and says and
// writes what facts about the real one tell, but only lays sprites in a row, untrimmed. Its first argument
// names a JSON file that tells how to misbehave.
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { spawn } from 'node:child_process'
import { crc32, deflateSync, inflateSync } from 'node:zlib'

// Of the --help of versions 5 to 7, as public repositories keep it, those that packline uses.
const flags = new Set([
  '--enable-rotation',
  '--disable-rotation',
  '--disable-auto-alias',
  '--multipack',
  '--trim-sprite-names',
  '--force-squared'
])
const valued = new Set(
  ('sheet data format texture-format opt max-size width height size-constraints algorithm ' +
    'maxrects-heuristics pack-mode shape-padding border-padding extrude trim-mode trim-threshold ' +
    'trim-margin alpha-handling scale dither-type webp-quality')
    .split(' ')
    .map(name => `--${name}`)
)

const [controlFile, ...args] = process.argv.slice(2)
const control = existsSync(controlFile) ? JSON.parse(readFileSync(controlFile, 'utf8')) : {}
if (control.log !== undefined) {
  appendFileSync(
    control.log,
    `${JSON.stringify({ args, environment: process.env, cwd: process.cwd() })}\n`
  )
}

if (control.hang === true) {
  // A child of its own too: the whole group has to die.
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' })
  if (control.ignoresTermination === true) process.on('SIGTERM', () => {})
  if (control.started !== undefined) writeFileSync(control.started, String(process.pid))
  setInterval(() => {}, 1000)
} else {
  main()
}

function main () {
  const options = {}
  const inputs = []
  for (let index = 0; index < args.length; index++) {
    if (!args[index].startsWith('-')) inputs.push(args[index])
    else if (flags.has(args[index])) options[args[index]] = true
    else if (valued.has(args[index])) options[args[index]] = args[++index]
    else {
      console.error(`TexturePacker:: error: Unknown argument ${args[index]}`)
      process.exit(1)
    }
  }
  const isMultipack = options['--multipack'] === true || control.multipack === true
  if (control.says !== undefined) process.stderr.write(control.says)
  const pages = paged(
    inputs.flatMap(spritesOf).map(withProjectSettings(inputs)).filter(sprite =>
      sprite.name !== control.leavesOut
    ),
    Number(options['--max-size'] ?? 2048)
  )
  if (pages.length > 1 && !isMultipack) {
    console.error('TexturePacker:: error: Not all sprites could be packed into the texture!')
    process.exit(control.errorStatus ?? 0)
  }
  const look = {
    scale: Number(options['--scale'] ?? 1),
    pixelFormat: options['--opt'] ?? 'RGBA8888',
    premultiplyAlpha: options['--alpha-handling'] === 'PremultiplyAlpha',
    isPolygon: options['--trim-mode'] === 'Polygon',
    isSquare: options['--force-squared'] === true,
    fixed: Number(options['--width'] ?? 0)
  }
  for (const [number, sprites] of pages.entries()) {
    const named = text => text.replaceAll('{n}', String(number)).replaceAll('{v}', '-hd')
    const [sheet, data] = [named(options['--sheet']), named(options['--data'])]
    if (control.writesNoSheet !== true) {
      writeFileSync(
        sheet,
        control.sheet === undefined ? picture(sprites, look) : readFileSync(control.sheet)
      )
    }
    const describe = data.endsWith('.json') ? json : plist
    const names = sprites.map(sprite => ({
      ...sprite,
      name: control.renames?.[sprite.name] ??
        (options['--trim-sprite-names'] === true ? sprite.name.replace(/\.[^.]*$/, '') : sprite.name)
    }))
    writeFileSync(
      data,
      control.damagedData === true
        ? '<?xml version="1.0"?><plist><dict>'
        : describe(names.map(scaledBy(look.scale)), basename(sheet), {
          ...look,
          format: options['--format'] === 'cocos2d-v2' ? 2 : 3
        })
    )
  }
  if (control.writesBesides !== undefined) {
    writeFileSync(
      join(dirname(options['--data']), control.writesBesides),
      plist([], basename(options['--sheet']).replace('{n}', '0'), { format: 3, ...look })
    )
  }
  if (control.demo === true) {
    console.error('TexturePacker:: warning: List of advanced features you are using:\n  - trimming')
  }
  if (control.error !== undefined) console.error(`TexturePacker:: error: ${control.error}`)
  process.exitCode = control.status ?? 0
}

function spritesOf (input) {
  if (!input.endsWith('.tps')) return files(input).map(file => sprite(file, relative(input, file)))
  const list =
    /<key>(?:fileList|files)<\/key>\s*<array>([\s\S]*?)<\/array>/.exec(readFileSync(input, 'utf8'))[1]
  return [...list.matchAll(/<filename>(.*?)<\/filename>/g)]
    .map(([, name]) => resolve(dirname(input), name))
    .flatMap(path =>
      /\.[a-z]+$/.test(path)
        ? [sprite(path, basename(path))]
        : files(path).map(file => sprite(file, relative(path, file)))
    )
}

/**
 * Projects have settings of single sprites, by file: a pivot is written for every sprite or for none
 * (writePivotPoints, which its exporters' templates ask for).
 */
function withProjectSettings (inputs) {
  const project = inputs.find(input => input.endsWith('.tps'))
  const text = project === undefined ? '' : readFileSync(project, 'utf8')
  const writesPivots = /<key>writePivotPoints<\/key>\s*<true\/>/.test(text)
  const pivots = new Map(
    [...text.matchAll(
      /<key type="filename">(.*?)<\/key>\s*<struct type="IndividualSpriteSettings">(.*?)<\/struct>/gs
    )]
      .map(([, name, body]) => [resolve(dirname(project), name), /<point_f>(.*?)<\/point_f>/.exec(body)?.[1]])
  )
  return each =>
    writesPivots
      ? { ...each, pivot: (pivots.get(resolve(each.file)) ?? '0.5,0.5').split(',').map(Number) }
      : each
}

function files (folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name < b.name ? -1 : 1)
    .flatMap(entry => entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)])
}

function sprite (file, name) {
  const bytes = readFileSync(file)
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return { file, name, width, height, rows: pixelsOf(bytes, width) }
}

/** Of an 8-bit RGBA picture without filters, as the tests write them: each row after its filter byte. */
function pixelsOf (bytes, width) {
  const parts = []
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const body = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at))
    if (bytes.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(body)
  }
  const samples = inflateSync(Buffer.concat(parts))
  return (x, y) => [...samples.subarray(y * (1 + width * 4) + 1 + x * 4).subarray(0, 4)]
}

function scaledBy (scale) {
  const by = length => Math.max(1, Math.round(length * scale))
  return each =>
    scale === 1
      ? each
      : { ...each, x: Math.round(each.x * scale), width: by(each.width), height: by(each.height) }
}

function paged (sprites, maxSize) {
  const pages = [[]]
  let x = 0
  for (const each of sprites) {
    if (x + each.width > maxSize) {
      pages.push([])
      x = 0
    }
    pages.at(-1).push({ ...each, x })
    x += each.width
  }
  return pages
}

function picture (sprites, { scale, pixelFormat, premultiplyAlpha, isSquare, fixed }) {
  const placed = sprites.map(scaledBy(scale))
  const needed = [
    Math.max(...placed.map(each => each.x + each.width)),
    Math.max(...placed.map(each => each.height))
  ]
  const [width, height] = fixed > 0
    ? [fixed, fixed]
    : isSquare
    ? [Math.max(...needed), Math.max(...needed)]
    : needed
  const samples = Buffer.alloc((1 + width * 4) * height)
  for (const { x: left, name, rows, ...size } of placed) {
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        let pixel = rows(Math.floor(x / scale), Math.floor(y / scale))
        // What of a sprite an unlicensed one paints red, nobody has written down.
        if (control.reddens === name) pixel = [255, 0, 0, pixel[3]]
        if (control.loses === name && x === 0 && y === 0) pixel = [0, 0, 0, 0]
        if (premultiplyAlpha) {
          pixel = pixel.map((value, at) => at < 3 ? Math.round(value * pixel[3] / 255) : value)
        }
        if (pixelFormat === 'RGBA4444') pixel = pixel.map(value => Math.round(value / 17) * 17)
        samples.set(pixel, y * (1 + width * 4) + 1 + (left + x) * 4)
      }
    }
  }
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0])
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(samples)),
    chunk('IEND', Buffer.alloc(0))
  ])
}

function chunk (type, body) {
  const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type, 'latin1'), body, Buffer.alloc(4)])
  bytes.writeUInt32BE(body.length, 0)
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + body.length)), 8 + body.length)
  return bytes
}

/** As the real one's, it differs from machine to machine. */
function smartUpdate () {
  return `$TexturePacker:SmartUpdate:${
    createHash('md5').update(String(process.hrtime.bigint())).digest('hex')
  }:1$`
}

/** Two triangles over the whole sprite; what the real one cuts off, nobody can tell beforehand. */
function mesh ({ x, width, height }) {
  const corners = left => [left, 0, left + width, 0, left + width, height, left, height].join(' ')
  return `<key>triangles</key><string>0 1 2 0 2 3</string><key>vertices</key><string>${
    corners(0)
  }</string><key>verticesUV</key><string>${corners(x)}</string>`
}

/** In the engine's direction, upwards; format 2 has no place for it. */
function anchor ({ name, pivot }) {
  if (pivot === undefined || control.losesPivot === name) return ''
  return `<key>anchor</key><string>{${pivot[0]},${1 - pivot[1]}}</string>`
}

function plist (sprites, texture, { format, pixelFormat, premultiplyAlpha, isPolygon }) {
  const size = ({ width, height }) => `{${width},${height}}`
  const kept = each => size(control.trims === each.name ? { ...each, width: each.width - 1 } : each)
  const turned = each => control.turns === each.name ? '<true/>' : '<false/>'
  const frame = format === 3
    ? each =>
      `<key>aliases</key><array/>${
        anchor(each)
      }<key>spriteOffset</key><string>{0,0}</string><key>spriteSize</key><string>${
        kept(each)
      }</string><key>spriteSourceSize</key><string>${
        size(each)
      }</string><key>textureRect</key><string>{{${each.x},0},${
        kept(each)
      }}</string><key>textureRotated</key>${turned(each)}${isPolygon ? mesh(each) : ''}`
    : each =>
      `<key>frame</key><string>{{${each.x},0},${
        kept(each)
      }}</string><key>offset</key><string>{0,0}</string><key>rotated</key>${
        turned(each)
      }<key>sourceSize</key><string>${size(each)}</string>`
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>frames</key><dict>${
    sprites.map(each => `<key>${each.name}</key><dict>${frame(each)}</dict>`).join('')
  }</dict>
<key>metadata</key><dict><key>format</key><integer>${format}</integer><key>pixelFormat</key><string>${pixelFormat}</string><key>premultiplyAlpha</key><${premultiplyAlpha}/><key>realTextureFileName</key><string>${texture}</string><key>smartupdate</key><string>${smartUpdate()}</string><key>textureFileName</key><string>${
    control.namesTexture ?? texture
  }</string></dict></dict></plist>
`
}

function json (sprites, texture, { pixelFormat }) {
  const frames = Object.fromEntries(
    sprites.map(each => [
      each.name,
      {
        frame: {
          x: each.x,
          y: 0,
          w: each.width,
          h: each.height
        },
        rotated: false,
        trimmed: false,
        spriteSourceSize: { x: 0, y: 0, w: each.width, h: each.height },
        sourceSize: { w: each.width, h: each.height },
        // As sheets of versions 3 to 5 have it; none was seen with borders.
        ...each.pivot !== undefined && { pivot: { x: each.pivot[0], y: each.pivot[1] } }
      }
    ])
  )
  return JSON.stringify({ frames, meta: { image: texture, format: pixelFormat, smartupdate: smartUpdate() } })
}

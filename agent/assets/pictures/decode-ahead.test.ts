import t from 'tap'
import { encodePng } from './encode-png.js'
import { DecodeAhead } from './decode-ahead.js'
import { createPicture } from './picture.js'

t.test('a picture is decoded ahead and handed out once', async t => {
  const ahead = new DecodeAhead()
  const picture = createPicture(3, 2)
  picture.pixels.fill(200)
  ahead.begin('a.png', await encodePng(picture, 'fast'))

  t.same(await ahead.take('a.png'), { width: 3, height: 2, pixels: Buffer.alloc(24, 200) })
  t.equal(ahead.take('a.png'), undefined)
})

t.test('what is no picture is left for its turn, and what is damaged fails when it is taken', async t => {
  const ahead = new DecodeAhead()
  const bytes = await encodePng(createPicture(20, 20), 'fast')
  ahead.begin('text.png', Buffer.from('not a picture'))
  ahead.begin('short.png', bytes.subarray(0, bytes.length - 20))

  t.equal(ahead.take('text.png'), undefined)
  await t.rejects(ahead.take('short.png')!, { code: 'IMAGE_TRUNCATED' })
})

t.test('memory for pictures ahead is limited', async t => {
  const ahead = new DecodeAhead()
  const bytes = await encodePng(createPicture(2048, 2048), 'fast')
  for (let number = 0; number < 4; number++) ahead.begin(`${number}.png`, bytes)

  t.ok(ahead.take('1.png'))
  t.equal(ahead.take('2.png'), undefined)
})

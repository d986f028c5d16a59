import { defineErrors, workFailed, wrongUsage } from '../../define-errors.js'

export const atlasErrors = defineErrors({
  ATLAS_NO_PICTURES: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There are no pictures below {folder}.',
      zh: '{folder} 下没有图片。'
    },
    hint: {
      en: 'Name a folder that holds PNG, JPEG or WebP files.',
      zh: '请指定含有 PNG、JPEG 或 WebP 文件的目录。'
    }
  },
  ATLAS_BAD_SHEET: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no sheet that can be read: {reason}',
      zh: '{file} 不是可读的图集:{reason}'
    }
  },
  ATLAS_DUPLICATE_FRAME: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The frame name "{frame}" stands for more than one sprite: {files}.',
      zh: '帧名 "{frame}" 对应多个图片:{files}。'
    },
    hint: {
      en: "The game skips the second one silently. Rename one file, or set the rule's option frameName " +
        'to "{dir}/{path}".',
      zh: '游戏会静默跳过后一个。请重命名其中一个文件,或把规则的 frameName 选项设为 "{dir}/{path}"。'
    }
  },
  ATLAS_SPRITE_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is {width}×{height} after trimming; a page holds at most {maxWidth}×{maxHeight}.',
      zh: '{file} 裁剪后为 {width}×{height};一页最多容纳 {maxWidth}×{maxHeight}。'
    },
    hint: {
      en: "Raise the rule's maxSize, or take the picture out of the atlas.",
      zh: '请增大规则的 maxSize,或把该图片移出图集。'
    }
  }
})

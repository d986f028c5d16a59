import { defineErrors, machineFailed, workFailed } from '../../define-errors.js'

export const pictureErrors = defineErrors({
  IMAGE_EMPTY: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is empty (0 bytes).',
      zh: '{file} 是空文件（0 字节）。'
    },
    hint: {
      en: 'Export the picture again, or restore it from the repository.',
      zh: '请重新导出该图片，或从仓库恢复。'
    }
  },
  IMAGE_TRUNCATED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is damaged or cut off: {reason}',
      zh: '{file} 已损坏或不完整：{reason}'
    },
    hint: {
      en: 'Export the picture again, or take it from an earlier commit.',
      zh: '请重新导出该图片，或从更早的提交中取回。'
    }
  },
  IMAGE_WRONG_FORMAT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is named {extension} but holds {actual}.',
      zh: '{file} 的扩展名是 {extension}，内容却是 {actual}。'
    },
    hint: {
      en: 'Save it in the format of its name, or rename it.',
      zh: '请按文件名的格式保存，或重命名。'
    }
  },
  IMAGE_UNSUPPORTED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be used: {reason}',
      zh: '{file} 无法使用：{reason}'
    },
    hint: {
      en: 'Save it as an ordinary PNG or JPEG, or exclude it from the rule.',
      zh: '请将其另存为普通的 PNG 或 JPEG，或从规则中排除。'
    }
  },
  IMAGE_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is {width}×{height} pixels; at most {maxPixels} pixels are decoded.',
      zh: '{file} 为 {width}×{height} 像素；最多解码 {maxPixels} 像素。'
    },
    hint: {
      en: 'A picture of this size is no sprite. Scale it down.',
      zh: '这种尺寸的图片不是精灵图。请缩小。'
    }
  },
  IMAGE_ENCODER_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'The page {page} could not be encoded: {reason}',
      zh: '页面 {page} 无法编码：{reason}'
    },
    hint: {
      en: 'Run again on a machine with more free memory; "packline doctor" looks at this one.',
      zh: '请在空闲内存更多的机器上重新运行；"packline doctor" 可检查本机。'
    }
  }
})

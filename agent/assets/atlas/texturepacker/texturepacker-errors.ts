import { defineErrors, joined, neededThing, workFailed } from '../../../define-errors.js'

export const texturepackerErrors = defineErrors({
  TEXTUREPACKER_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{set}: TexturePacker failed: {reason}',
      zh: '{set}:TexturePacker 失败：{reason}'
    },
    hint: {
      en: 'Nothing of it was published or cached. docs/texturepacker.md lists the libraries that a ' +
        'container needs; option multipack allows more than one page.',
      zh: '其结果未发布也未缓存。docs/texturepacker.md 列出了容器所需的库；选项 multipack 允许多页。'
    }
  },
  TEXTUREPACKER_DEMO_OUTPUT: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{set}: TexturePacker is not licensed here and wrote demo output; it was thrown away.',
      zh: '{set}：本机的 TexturePacker 没有许可证，输出的是演示结果，已丢弃。'
    },
    hint: {
      en: 'Activate the licence for this account ("TexturePacker --activate-license KEY"), or give the ' +
        'floating server in TP_FLOATING_LICENSE.',
      zh: '请为该账户激活许可证("TexturePacker --activate-license KEY")，或在 TP_FLOATING_LICENSE ' +
        '中指定浮动许可证。'
    }
  },
  TEXTUREPACKER_TERMS: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'TexturePacker ({file}) asks for its terms to be accepted.',
      zh: 'TexturePacker({file})要求接受其条款。'
    },
    hint: {
      en: 'Read them and accept once, as the account that builds: echo agree | TexturePacker --version',
      zh: '请阅读后以构建账户接受一次：echo agree | TexturePacker --version'
    }
  },
  TEXTUREPACKER_VERSION: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The rule {rule} needs TexturePacker {expected}; {file} is {found}.',
      zh: '规则 {rule} 需要 TexturePacker {expected}；{file} 是 {found}。'
    },
    hint: {
      en: "Install that version, or change the rule's option toolVersion for every machine.",
      zh: '请安装该版本，或为所有机器修改规则的选项 toolVersion。'
    }
  },
  TEXTUREPACKER_FRAMES: {
    kind: 'content',
    ...workFailed,
    text: {
      en: joined(
        "{set}: TexturePacker's sheets do not hold what was asked for; missing: {missing}; ",
        'unexpected: {unexpected}.'
      ),
      zh: '{set}:TexturePacker 的图集与要求不符；缺少：{missing}；多余：{unexpected}。'
    },
    hint: {
      en: 'A sprite that TexturePacker leaves out would be missing in the game. Check that it can be read.',
      zh: '被 TexturePacker 遗漏的图片在游戏中会缺失。请检查该图片能否读取。'
    }
  },
  TEXTUREPACKER_PIXELS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: "{set}: TexturePacker's sheets show other pixels than the pictures for {frames}.",
      zh: '{set}:TexturePacker 图集中 {frames} 的像素与源图不同。'
    },
    hint: {
      en:
        'Nothing of it was published or cached. Look at the sheet in TexturePacker; a setting that changes ' +
        'what sprites look like has to be switched off.',
      zh: '其结果未发布也未缓存。请在 TexturePacker 中查看图集，并关闭会改变图片外观的设置。'
    }
  },
  TEXTUREPACKER_NINE_PATCH: {
    kind: 'content',
    ...workFailed,
    text: {
      en: joined(
        '{set}: TexturePacker trimmed or turned the nine-patch frame {frame}, which the game could ',
        'not stretch then.'
      ),
      zh: '{set}:TexturePacker 裁剪或旋转了九宫格帧 {frame}，游戏将无法拉伸它。'
    },
    hint: {
      en: 'Switch trimming and rotation off in the .tps, or move the nine-patch pictures to a set of ' +
        'their own.',
      zh: '请在 .tps 中关闭裁剪和旋转，或把九宫格图片移到单独的图集。'
    }
  },
  TEXTUREPACKER_FRAME_NAME: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} gets the frame name "{frame}", which cannot be a path below a folder.',
      zh: '{file} 的帧名为"{frame}"，不能作为目录下的路径。'
    },
    hint: {
      en: "TexturePacker names frames by files. Rename the file or change the rule's option frameName.",
      zh: 'TexturePacker 按文件命名帧。请重命名文件或修改规则的选项 frameName。'
    }
  },
  TEXTUREPACKER_TPS_INVALID: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} cannot be used: {reason}',
      zh: '{file} 无法使用：{reason}'
    },
    hint: {
      en: 'Open it in TexturePacker, put it right and save it again.',
      zh: '请在 TexturePacker 中打开、改正并重新保存。'
    }
  },
  TEXTUREPACKER_TPS_UNSUPPORTED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} uses what packline does not carry over: {what}.',
      zh: '{file} 使用了 packline 不支持的内容：{what}。'
    },
    hint: {
      en: 'Only sheets and one data file are published. Remove it from the .tps.',
      zh: '只发布图集页和一个数据文件。请从 .tps 中移除。'
    }
  }
})

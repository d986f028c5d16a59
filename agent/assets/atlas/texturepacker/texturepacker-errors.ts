import { defineErrors, joined, neededThing, workFailed, wrongUsage } from '../../../define-errors.js'

export const texturepackerErrors = defineErrors({
  TEXTUREPACKER_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{set}: TexturePacker failed: {reason}',
      zh: '{set}：TexturePacker 失败：{reason}'
    },
    hint: {
      en: 'Nothing of it was published or cached. docs/texturepacker.md lists the libraries that a ' +
        'container needs; option multipack, or pages "numbered", allows more than one page.',
      zh:
        '其结果未发布也未缓存。docs/zh-CN/texturepacker.md 列出了容器所需的库；选项 multipack 或 pages "numbered" ' +
        '允许多页。'
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
      zh: '请为该账户激活许可证（"TexturePacker --activate-license KEY"），或在 TP_FLOATING_LICENSE ' +
        '中指定浮动许可证。'
    }
  },
  TEXTUREPACKER_TERMS: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'TexturePacker ({file}) asks for its terms to be accepted.',
      zh: 'TexturePacker（{file}）要求接受其条款。'
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
      zh: '{set}：TexturePacker 的图集与要求不符；缺少：{missing}；多余：{unexpected}。'
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
      zh: '{set}：TexturePacker 图集中 {frames} 的像素与源图不同。'
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
      zh: '{set}：TexturePacker 裁剪或旋转了九宫格帧 {frame}，游戏将无法拉伸它。'
    },
    hint: {
      en: 'Switch trimming and rotation off in the .tps, or move the nine-patch pictures to a set of ' +
        'their own.',
      zh: '请在 .tps 中关闭裁剪和旋转，或把九宫格图片移到单独的图集。'
    }
  },
  TEXTUREPACKER_SPRITE_SETTING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: joined(
        '{set}: its rule gives some sprites another {setting} than others; TexturePacker has one for the ',
        'whole set.'
      ),
      zh: '{set}：其规则为部分图片设置了不同的 {setting}，而 TexturePacker 对整个图集只有一个设置。'
    },
    hint: {
      en: 'Put these pictures into a folder or a rule of their own, or use the embedded packer.',
      zh: '请把这些图片放到单独的目录或规则中，或使用内置打包器。'
    }
  },
  TEXTUREPACKER_SETTING_FORMAT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{set}: sheets of the format {format} have no place for {setting}, which its rule asks for.',
      zh: '{set}：{format} 格式的图集描述无法保存其规则所要求的 {setting}。'
    },
    hint: {
      en: 'Use the format cocos2d-3 or json.',
      zh: '请使用 cocos2d-3 或 json 格式。'
    }
  },
  TEXTUREPACKER_SETTING_LOST: {
    kind: 'content',
    ...workFailed,
    text: {
      en: "{set}: TexturePacker's sheet has {found} as {setting} of {frame}; expected {expected}.",
      zh: '{set}：TexturePacker 图集中 {frame} 的 {setting} 为 {found}；应为 {expected}。'
    },
    hint: {
      en: 'Nothing of it was published or cached. This version of TexturePacker does not write it into ' +
        'this format: use another one, or the embedded packer.',
      zh: '其结果未发布也未缓存。该版本的 TexturePacker 不会把它写入此格式：请更换版本，或使用内置打包器。'
    }
  },
  TEXTUREPACKER_PAGES: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{set}: its rule allows one page ("pages": "single"), but {where} asks for several.',
      zh: '{set}：其规则只允许一页（"pages": "single"），而 {where} 要求多页。'
    },
    hint: {
      en: 'Switch one of them off.',
      zh: '请关闭其中之一。'
    }
  },
  TEXTUREPACKER_FRAME_NAME: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} gets the frame name "{frame}", which cannot be a path below a folder.',
      zh: '{file} 的帧名为 "{frame}"，不能作为目录下的路径。'
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

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
      zh: '{file} 不是可读的图集：{reason}'
    },
    hint: {
      en: 'Expected a plist or JSON sheet of cocos2d. Write it again with the tool that made ' +
        'it.',
      zh: '应为 cocos2d 的 plist 或 JSON 图集描述文件。请用原来的工具重新生成。'
    }
  },
  ATLAS_DUPLICATE_FRAME: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The frame name "{frame}" stands for more than one sprite: {files}.',
      zh: '帧名 "{frame}" 对应多个图片：{files}。'
    },
    hint: {
      en: "The game skips the second one silently. Rename one file, or set the rule's option frameName " +
        'to "{dir}/{path}". Of sheets that are never loaded together, declare platforms, languages and ' +
        'qualities in assets.variants, or set frameScope to "set".',
      zh: '游戏会静默跳过后一个。请重命名其中一个文件，或把规则的 frameName 选项设为 "{dir}/{path}"。' +
        '若这些图集从不同时加载，请在 assets.variants 中声明平台、语言和画质，或把 frameScope 设为 "set"。'
    }
  },
  ATLAS_LAYOUT_DAMAGED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is no layout file, or damaged: {mistake}.',
      zh: '{file} 不是布局文件，或已损坏：{mistake}。'
    },
    hint: {
      en: 'Take it from version control again. Delete it only if every sprite of the atlas may move.',
      zh: '请从版本控制中重新取回。只有在图集的所有图片都可以移动时才删除它。'
    }
  },
  ATLAS_LAYOUT_CONFLICT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} holds the marks of a merge with conflicts.',
      zh: '{file} 中含有合并冲突的标记。'
    },
    hint: {
      en:
        'Take one side (git checkout --ours) and build, or set up packline atlas merge-lock as merge driver.',
      zh: '请取其中一方（git checkout --ours）后重新构建，或把 packline atlas merge-lock 设为合并驱动。'
    }
  },
  ATLAS_LAYOUT_FROZEN: {
    kind: 'content',
    ...workFailed,
    text: {
      en:
        '{file} does not fit the sprites of {set}: {added} are new, {removed} are gone, {moved} would move.',
      zh: '{file} 与 {set} 的图片不符：新增 {added} 个，消失 {removed} 个，将移动 {moved} 个。'
    },
    hint: {
      en: 'Run packline assets build on a workstation and commit {file}; --no-frozen-layouts lets ' +
        'this run write it.',
      zh: '请在工作机上运行 packline assets build 并提交 {file}；--no-frozen-layouts 允许本次运行写入它。'
    }
  },
  ATLAS_LAYOUT_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no layout file {file} to merge.',
      zh: '找不到要合并的布局文件 {file}。'
    },
    hint: {
      en: 'Give the three versions of the file as git does: BASE OURS THEIRS.',
      zh: '请像 git 那样给出该文件的三个版本：BASE OURS THEIRS。'
    }
  },
  ATLAS_LAYOUT_SETTINGS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'Both sides have changed the packing settings in {file}, each in another way.',
      zh: '双方对 {file} 中的打包设置做了不同的修改。'
    },
    hint: {
      en: 'Decide on the settings in packline.json, take one side of {file} and build.',
      zh: '请先确定 packline.json 中的设置，取 {file} 的一方后重新构建。'
    }
  },
  ATLAS_CONTENT_KEY: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} protects its pages with the key in {variable}, which does not hold 32 hex digits.',
      zh: '规则 {rule} 用环境变量 {variable} 中的密钥保护页面，但其中不是 32 位十六进制数字。'
    },
    hint: {
      en: "Set the variable to the game's key (the four parts one after the other), for instance from " +
        'Jenkins credentials.',
      zh: '请把该变量设为游戏的密钥（四部分依次相连），例如取自 Jenkins 凭据。'
    }
  },
  ATLAS_CONTENT_FORMAT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} protects its pages, which only pvr.ccz can; its textureFormat is {format}.',
      zh: '规则 {rule} 要保护页面，但只有 pvr.ccz 支持；其 textureFormat 为 {format}。'
    },
    hint: {
      en: 'Set textureFormat of the rule to "pvr.ccz", or take the protection away.',
      zh: '请把该规则的 textureFormat 设为 "pvr.ccz"，或去掉保护。'
    }
  },
  ATLAS_SEVERAL_PAGES: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The sprites of {set} need {pages} {pages#page|pages}; its rule allows one ("pages": "single").',
      zh: '{set} 的图片需要 {pages} 页；其规则只允许一页（"pages": "single"）。'
    },
    hint: {
      en: 'Raise maxSize, take pictures out of the folder, or set pages to "numbered".',
      zh: '请增大 maxSize、从该目录移出图片，或把 pages 设为 "numbered"。'
    }
  },
  ATLAS_MESH_FORMAT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} asks for meshes, which only the format cocos2d-3 has; its format is {format}.',
      zh: '规则 {rule} 要求网格，但只有 cocos2d-3 格式支持；其 format 为 {format}。'
    },
    hint: {
      en: 'Set format of the rule to "cocos2d-3", or take the meshes away.',
      zh: '请把该规则的 format 设为 "cocos2d-3"，或去掉网格。'
    }
  },
  ATLAS_SPRITE_TOO_LARGE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{file} is {width}×{height} after trimming; a page holds at most {maxWidth}×{maxHeight}.',
      zh: '{file} 裁剪后为 {width}×{height}；一页最多容纳 {maxWidth}×{maxHeight}。'
    },
    hint: {
      en: "Raise the rule's maxSize, or take the picture out of the atlas.",
      zh: '请增大规则的 maxSize，或把该图片移出图集。'
    }
  }
})

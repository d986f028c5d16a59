/**
 * What Studio's JSON says of a class, in its order: the order of the class, not of the csd. Seen in 507
 * published files of Studio 2.3.1 to 3.10, of which 206 lie beside their csd; classes that none of them holds
 * (marked) stand in the order of the csd.
 */
const head = ['FlipX', 'FlipY']
const tail = [
  'TouchEnable',
  'StretchWidthEnable',
  'StretchHeightEnable',
  'InnerActionSpeed',
  'AnchorPoint',
  'Position',
  'Scale',
  // Up to Studio 2.3.0.
  'Rotation',
  'RotationSkewX',
  'RotationSkewY',
  'CColor',
  // A bone's; a sprite has it among its own.
  'BlendFunc',
  'IconVisible',
  'PositionPercentXEnabled',
  'PositionPercentYEnabled',
  'PrePosition',
  'PercentWidthEnable',
  'PercentHeightEnable',
  'PercentWidthEnabled',
  'PercentHeightEnabled',
  'PreSize',
  'HorizontalEdge',
  'VerticalEdge',
  'LeftMargin',
  'RightMargin',
  'TopMargin',
  'BottomMargin',
  'CallBackType',
  'CallBackName',
  'CustomClassName',
  'UserData',
  'Tag',
  'FrameEvent',
  'Children',
  'ActionTag',
  'ZOrder',
  'Size',
  'VisibleForFrame',
  'Alpha',
  'Name'
]
const scale9 = ['Scale9Enable', 'Scale9OriginX', 'Scale9OriginY', 'Scale9Width', 'Scale9Height']
const effects = [
  'OutlineSize',
  'OutlineColor',
  'OutlineEnabled',
  'ShadowColor',
  'ShadowOffsetX',
  'ShadowOffsetY',
  'ShadowEnabled',
  'ShadowBlurRadius'
]
const background = [
  'ClipAble',
  'BackColorAlpha',
  'FileData',
  'ComboBoxIndex',
  'SingleColor',
  'FirstColor',
  'EndColor',
  'ColorVector',
  ...scale9
]
const bar = ['BarEnabled', 'BarAutoHide', 'BarAutoHideTime']
const scrolling = ['IsBounceEnabled', ...bar, 'InnerNodeSize', 'ScrollDirectionType', ...background]
const images = ['LeftImage', 'RightImage', 'UpImage', 'DownImage', 'ForwardImage', 'BackImage']
const skyBox = ['SkyBoxEnabled', 'SkyBoxValid', ...images]
const node3d = ['CameraFlagMode', 'Position3D', 'Rotation3D', 'Scale3D']
const text = [
  'IsCustomSize',
  'AreaWidth',
  'AreaHeight',
  'FontSize',
  'LabelText',
  'FontResource',
  'FontName',
  'IsLocalized',
  'TouchScaleChangeAble',
  'HorizontalAlignmentType',
  'VerticalAlignmentType',
  ...effects
]
const bmFont = ['LabelText', 'IsLocalized', 'LabelBMFontFile_CNB']
const atlas = ['CharWidth', 'CharHeight', 'LabelText', 'StartChar', 'LabelAtlasFileImage_CNB']
const button = [
  'FontSize',
  'ButtonText',
  'FontResource',
  'FontName',
  'IsLocalized',
  'TextColor',
  'DisabledFileData',
  'PressedFileData',
  'NormalFileData',
  ...scale9,
  'DisplayState',
  ...effects
]
const boxes = [
  'NormalBackFileData',
  'PressedBackFileData',
  'DisableBackFileData',
  'NodeNormalFileData',
  'NodeDisableFileData'
]

/** Each class's own, between what all have. */
const own: Readonly<Record<string, readonly string[]>> = {
  Node: [],
  Layer: [],
  SingleNode: [],
  Sprite: ['FileData', 'BlendFunc'],
  Particle: ['FileData', 'BlendFunc'],
  GameMap: ['FileData'],
  SimpleAudio: ['Volume', 'Loop', 'FileData'],
  ProjectNode: ['FileData'],
  ArmatureNode: ['FileData', 'IsLoop', 'IsAutoPlay', 'CurrentAnimationName'],
  BoneNode: ['Length'],
  SkeletonNode: ['Length'],
  Panel: background,
  Button: button,
  TextButton: button,
  CheckBox: ['CheckedState', 'DisplayState', ...boxes],
  ImageView: ['FileData', ...scale9],
  TextAtlas: atlas,
  LabelAtlas: atlas,
  TextBMFont: bmFont,
  LabelBMFont: bmFont,
  Text: text,
  Label: text,
  TextArea: text,
  TextField: [
    'FontResource',
    'FontName',
    'FontSize',
    'IsLocalized',
    'IsCustomSize',
    'LabelText',
    'PlaceHolderText',
    'MaxLengthEnable',
    'MaxLengthText',
    'PasswordEnable',
    'PasswordStyleText'
  ],
  LoadingBar: ['ProgressType', 'ProgressInfo', 'ImageFileData'],
  ScrollView: scrolling,
  ListView: ['ItemMargin', 'DirectionType', 'HorizontalType', 'VerticalType', ...scrolling],
  PageView: scrolling,
  // Seen in no published file.
  Slider: [
    'PercentInfo',
    'DisplayState',
    'BackGroundData',
    'ProgressBarData',
    'BallNormalData',
    'BallPressedData',
    'BallDisabledData'
  ],
  TabControl: [
    'HeaderPlace',
    'HeaderWidth',
    'HeaderHeight',
    'SelectedTabZoom',
    'SelectedTabIndex',
    'IgnoreHeaderTextureSize'
  ],
  TabItem: ['Header', 'Container'],
  TabHeader: ['FontSize', 'TitleText', 'TextColor', 'FontResource', ...boxes],
  Node3D: node3d,
  Sprite3D: ['FileData', 'RunAction3D', 'IsFlipped', 'LightFlag', ...node3d],
  Particle3D: ['FileData', ...node3d],
  Light3D: ['Enable', 'Type', 'Flag', 'Intensity', 'Range', 'OuterAngle', ...node3d],
  UserCamera: ['Fov', 'ClipPlane', 'UserCameraFlagMode', 'CameraFlagData', ...skyBox, ...node3d],
  GameNode3D: ['SkyBoxMask', ...skyBox, 'UseDefaultLight']
}

/** Frames by their element, with the name of their class. */
export const frameClasses: Readonly<Record<string, { type: string, names: readonly string[] }>> = {
  PointFrame: frame('PointFrameData', 'X', 'Y'),
  ScaleFrame: frame('ScaleValueFrameData', 'X', 'Y'),
  ColorFrame: frame('ColorFrameData', 'Alpha', 'Color'),
  TextureFrame: frame('TextureFrameData', 'TextureFile'),
  EventFrame: frame('EventFrameData', 'Value'),
  IntFrame: frame('IntFrameData', 'Value'),
  BoolFrame: frame('BoolFrameData', 'Value'),
  InnerActionFrame: frame(
    'InnerActionFrameData',
    'InnerActionType',
    'CurrentAniamtionName',
    'SingleFrameIndex'
  ),
  BlendFuncFrame: frame('BlendFuncFrameData', 'Src', 'Dst')
}

function frame (type: string, ...names: string[]): { type: string, names: readonly string[] } {
  return { type, names: [...names, 'FrameIndex', 'Tween', 'EasingData'] }
}

/** What the JSON says of a class; of one that is unknown, what every node has. */
export function namesOfClass (className: string): ReadonlySet<string> {
  const names = Object.hasOwn(own, className) ? own[className] ?? [] : []
  return new Set([...head, ...names, ...tail])
}

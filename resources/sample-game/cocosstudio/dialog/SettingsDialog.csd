<GameFile>
  <PropertyGroup Name="SettingsDialog" Type="Layer" ID="84c3f5e7-74b1-4bb0-ab6c-9ed56d52428f" Version="3.10.0.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="0" Speed="1.0000" />
      <ObjectData Name="Layer" Tag="438" ctype="GameLayerObjectData">
        <Size X="960.0000" Y="640.0000" />
        <Children>
          <AbstractNodeData Name="Veil" ActionTag="-1699753906" Tag="439" IconVisible="False" HorizontalEdge="BothEdge" VerticalEdge="BothEdge" StretchWidthEnable="True" StretchHeightEnable="True" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ComboBoxIndex="1" ctype="PanelObjectData">
            <Size X="960.0000" Y="640.0000" />
            <AnchorPoint />
            <Position />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition />
            <PreSize X="1.0000" Y="1.0000" />
            <SingleColor A="255" R="42" G="31" B="61" />
            <FirstColor A="255" R="255" G="150" B="100" />
            <EndColor A="255" R="255" G="255" B="255" />
            <ColorVector ScaleY="1.0000" />
          </AbstractNodeData>
          <AbstractNodeData Name="Window" ActionTag="-727658154" Tag="440" IconVisible="False" LeftMargin="200.0000" RightMargin="200.0000" TopMargin="100.0000" BottomMargin="60.0000" Scale9Enable="True" LeftEage="40" RightEage="40" TopEage="40" BottomEage="40" Scale9OriginX="40" Scale9OriginY="40" Scale9Width="80" Scale9Height="80" ctype="ImageViewObjectData">
            <Size X="560.0000" Y="480.0000" />
            <Children>
              <AbstractNodeData Name="音乐 label" ActionTag="-1272104111" Tag="441" IconVisible="False" LeftMargin="84.0000" RightMargin="424.0000" TopMargin="75.0000" BottomMargin="375.0000" FontSize="26" LabelText="音乐" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="52.0000" Y="30.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="390.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.1964" Y="0.8125" />
                <PreSize X="0.0929" Y="0.0625" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="MusicSlider" ActionTag="-1562153265" Tag="442" IconVisible="False" LeftMargin="200.0000" RightMargin="100.0000" TopMargin="78.0000" BottomMargin="378.0000" TouchEnable="True" PercentInfo="70" ctype="SliderObjectData">
                <Size X="260.0000" Y="24.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="330.0000" Y="390.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5893" Y="0.8125" />
                <PreSize X="0.4643" Y="0.0500" />
                <BackGroundData Type="PlistSubImage" Path="slider_back.png" Plist="ui/ui.plist" />
                <ProgressBarData Type="PlistSubImage" Path="slider_fill.png" Plist="ui/ui.plist" />
                <BallNormalData Type="PlistSubImage" Path="slider_knob.png" Plist="ui/ui.plist" />
                <BallPressedData Type="PlistSubImage" Path="slider_knob_pressed.png" Plist="ui/ui.plist" />
                <BallDisabledData Type="Default" Path="Default/SliderNode_Disable.png" Plist="" />
              </AbstractNodeData>
              <AbstractNodeData Name="音效 label" ActionTag="1808047177" Tag="443" IconVisible="False" LeftMargin="84.0000" RightMargin="424.0000" TopMargin="135.0000" BottomMargin="315.0000" FontSize="26" LabelText="音效" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="52.0000" Y="30.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="330.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.1964" Y="0.6875" />
                <PreSize X="0.0929" Y="0.0625" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="SoundSlider" ActionTag="1759454516" Tag="444" IconVisible="False" LeftMargin="200.0000" RightMargin="100.0000" TopMargin="138.0000" BottomMargin="318.0000" TouchEnable="True" PercentInfo="50" ctype="SliderObjectData">
                <Size X="260.0000" Y="24.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="330.0000" Y="330.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5893" Y="0.6875" />
                <PreSize X="0.4643" Y="0.0500" />
                <BackGroundData Type="PlistSubImage" Path="slider_back.png" Plist="ui/ui.plist" />
                <ProgressBarData Type="PlistSubImage" Path="slider_fill.png" Plist="ui/ui.plist" />
                <BallNormalData Type="PlistSubImage" Path="slider_knob.png" Plist="ui/ui.plist" />
                <BallPressedData Type="PlistSubImage" Path="slider_knob_pressed.png" Plist="ui/ui.plist" />
                <BallDisabledData Type="Default" Path="Default/SliderNode_Disable.png" Plist="" />
              </AbstractNodeData>
              <AbstractNodeData Name="震动 label" ActionTag="799068942" Tag="445" IconVisible="False" LeftMargin="84.0000" RightMargin="424.0000" TopMargin="195.0000" BottomMargin="255.0000" FontSize="26" LabelText="震动" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="52.0000" Y="30.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="270.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.1964" Y="0.5625" />
                <PreSize X="0.0929" Y="0.0625" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="VibrationBox" ActionTag="-603013551" Tag="446" IconVisible="False" LeftMargin="204.0000" RightMargin="304.0000" TopMargin="184.0000" BottomMargin="244.0000" TouchEnable="True" CheckedState="True" ctype="CheckBoxObjectData">
                <Size X="52.0000" Y="52.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="230.0000" Y="270.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.4107" Y="0.5625" />
                <PreSize X="0.0929" Y="0.1083" />
                <NormalBackFileData Type="PlistSubImage" Path="check_off.png" Plist="ui/ui.plist" />
                <PressedBackFileData Type="PlistSubImage" Path="check_hover.png" Plist="ui/ui.plist" />
                <DisableBackFileData Type="PlistSubImage" Path="check_off.png" Plist="ui/ui.plist" />
                <NodeNormalFileData Type="PlistSubImage" Path="check_mark.png" Plist="ui/ui.plist" />
                <NodeDisableFileData Type="PlistSubImage" Path="check_mark.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="省电 label" ActionTag="551542412" Tag="447" IconVisible="False" LeftMargin="84.0000" RightMargin="424.0000" TopMargin="255.0000" BottomMargin="195.0000" FontSize="26" LabelText="省电" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="52.0000" Y="30.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="210.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.1964" Y="0.4375" />
                <PreSize X="0.0929" Y="0.0625" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="SaverBox" ActionTag="1306893653" Tag="448" IconVisible="False" LeftMargin="204.0000" RightMargin="304.0000" TopMargin="244.0000" BottomMargin="184.0000" TouchEnable="True" ctype="CheckBoxObjectData">
                <Size X="52.0000" Y="52.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="230.0000" Y="210.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.4107" Y="0.4375" />
                <PreSize X="0.0929" Y="0.1083" />
                <NormalBackFileData Type="PlistSubImage" Path="check_off.png" Plist="ui/ui.plist" />
                <PressedBackFileData Type="PlistSubImage" Path="check_hover.png" Plist="ui/ui.plist" />
                <DisableBackFileData Type="PlistSubImage" Path="check_off.png" Plist="ui/ui.plist" />
                <NodeNormalFileData Type="PlistSubImage" Path="check_mark.png" Plist="ui/ui.plist" />
                <NodeDisableFileData Type="PlistSubImage" Path="check_mark.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="昵称 label" ActionTag="-886620309" Tag="449" IconVisible="False" LeftMargin="84.0000" RightMargin="424.0000" TopMargin="315.0000" BottomMargin="135.0000" FontSize="26" LabelText="昵称" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="52.0000" Y="30.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="110.0000" Y="150.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.1964" Y="0.3125" />
                <PreSize X="0.0929" Y="0.0625" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="NameBox" ActionTag="-246787853" Tag="450" IconVisible="False" LeftMargin="200.0000" RightMargin="80.0000" TopMargin="304.0000" BottomMargin="124.0000" Scale9Enable="True" LeftEage="20" RightEage="20" TopEage="20" BottomEage="20" Scale9OriginX="20" Scale9OriginY="20" Scale9Width="160" Scale9Height="12" ctype="ImageViewObjectData">
                <Size X="280.0000" Y="52.0000" />
                <Children>
                  <AbstractNodeData Name="NameField" ActionTag="-707281069" Tag="451" IconVisible="False" LeftMargin="20.0000" RightMargin="20.0000" TopMargin="8.0000" BottomMargin="8.0000" TouchEnable="True" FontSize="24" IsCustomSize="True" LabelText="" PlaceHolderText="请输入昵称" MaxLengthEnable="True" MaxLengthText="12" ctype="TextFieldObjectData">
                    <Size X="240.0000" Y="36.0000" />
                    <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                    <Position X="140.0000" Y="26.0000" />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="42" G="31" B="61" />
                    <PrePosition X="0.5000" Y="0.5000" />
                    <PreSize X="0.8571" Y="0.6923" />
                  </AbstractNodeData>
                </Children>
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="340.0000" Y="150.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.6071" Y="0.3125" />
                <PreSize X="0.5000" Y="0.1083" />
                <FileData Type="PlistSubImage" Path="input_box.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="CacheBack" ActionTag="546053831" Tag="452" IconVisible="False" LeftMargin="80.0000" RightMargin="260.0000" TopMargin="382.0000" BottomMargin="70.0000" Scale9Width="220" Scale9Height="28" ctype="ImageViewObjectData">
                <Size X="220.0000" Y="28.0000" />
                <Children>
                  <AbstractNodeData Name="CacheBar" ActionTag="-84202340" Tag="453" IconVisible="False" LeftMargin="4.0000" RightMargin="4.0000" TopMargin="4.0000" BottomMargin="4.0000" ProgressInfo="45" ctype="LoadingBarObjectData">
                    <Size X="212.0000" Y="20.0000" />
                    <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                    <Position X="110.0000" Y="14.0000" />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition X="0.5000" Y="0.5000" />
                    <PreSize X="0.9636" Y="0.7143" />
                    <ImageFileData Type="PlistSubImage" Path="bar_exp.png" Plist="ui/ui.plist" />
                  </AbstractNodeData>
                </Children>
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="190.0000" Y="84.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.3393" Y="0.1750" />
                <PreSize X="0.3929" Y="0.0583" />
                <FileData Type="PlistSubImage" Path="bar_back.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="ClearButton" ActionTag="-1889403751" CallBackType="Click" CallBackName="onClearCache" Tag="454" IconVisible="False" LeftMargin="336.0000" RightMargin="56.0000" TopMargin="372.0000" BottomMargin="36.0000" TouchEnable="True" FontSize="26" ButtonText="清理缓存" Scale9Width="168" Scale9Height="72" OutlineSize="2" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
                <Size X="168.0000" Y="72.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="420.0000" Y="72.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.7500" Y="0.1500" />
                <PreSize X="0.3000" Y="0.1500" />
                <TextColor A="255" R="255" G="250" B="240" />
                <DisabledFileData Type="PlistSubImage" Path="btn_blue_disabled.png" Plist="ui/ui.plist" />
                <PressedFileData Type="PlistSubImage" Path="btn_blue_pressed.png" Plist="ui/ui.plist" />
                <NormalFileData Type="PlistSubImage" Path="btn_blue.png" Plist="ui/ui.plist" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="Ribbon" ActionTag="2106497581" Tag="455" IconVisible="False" LeftMargin="110.0000" RightMargin="110.0000" TopMargin="-26.0000" BottomMargin="434.0000" Scale9Width="340" Scale9Height="72" ctype="ImageViewObjectData">
                <Size X="340.0000" Y="72.0000" />
                <Children>
                  <AbstractNodeData Name="RibbonText" ActionTag="-1902177053" Tag="456" IconVisible="False" LeftMargin="27.0000" RightMargin="27.0000" TopMargin="15.0000" BottomMargin="27.0000" FontSize="26" LabelText="设置 Settings" OutlineSize="2" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                    <Size X="286.0000" Y="30.0000" />
                    <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                    <Position X="170.0000" Y="42.0000" />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="250" B="240" />
                    <PrePosition X="0.5000" Y="0.5833" />
                    <PreSize X="0.8412" Y="0.4167" />
                    <OutlineColor A="255" R="42" G="31" B="61" />
                    <ShadowColor A="255" R="110" G="110" B="110" />
                  </AbstractNodeData>
                </Children>
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="280.0000" Y="470.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.9792" />
                <PreSize X="0.6071" Y="0.1500" />
                <FileData Type="PlistSubImage" Path="panel_title.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="CloseButton" ActionTag="1759679361" CallBackType="Click" CallBackName="onClose" Tag="457" IconVisible="False" LeftMargin="504.0000" RightMargin="-16.0000" TopMargin="-12.0000" BottomMargin="420.0000" TouchEnable="True" FontSize="26" Scale9Width="72" Scale9Height="72" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
                <Size X="72.0000" Y="72.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="540.0000" Y="456.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.9643" Y="0.9500" />
                <PreSize X="0.1286" Y="0.1500" />
                <TextColor A="255" R="255" G="250" B="240" />
                <DisabledFileData Type="Default" Path="Default/Button_Disable.png" Plist="" />
                <PressedFileData Type="PlistSubImage" Path="btn.close.pressed.png" Plist="ui/ui.plist" />
                <NormalFileData Type="PlistSubImage" Path="btn.close.png" Plist="ui/ui.plist" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="300.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.4688" />
            <PreSize X="0.5833" Y="0.7500" />
            <FileData Type="PlistSubImage" Path="panel_wood.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
        </Children>
      </ObjectData>
    </Content>
  </Content>
</GameFile>
<GameFile>
  <PropertyGroup Name="Hud" Type="Layer" ID="ffd00ccc-f40f-40f9-a2a4-712d21bd986b" Version="3.10.0.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="0" Speed="1.0000" />
      <ObjectData Name="Layer" Tag="494" ctype="GameLayerObjectData">
        <Size X="960.0000" Y="640.0000" />
        <Children>
          <AbstractNodeData Name="Hero" ActionTag="1109669469" Tag="495" IconVisible="True" LeftMargin="20.0000" RightMargin="940.0000" TopMargin="120.0000" BottomMargin="520.0000" StretchWidthEnable="False" StretchHeightEnable="False" InnerActionSpeed="1.0000" CustomSizeEnabled="False" ctype="ProjectNodeObjectData">
            <Size X="0.0000" Y="0.0000" />
            <AnchorPoint />
            <Position X="20.0000" Y="520.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.0208" Y="0.8125" />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="Normal" Path="node/HeroBadge.csd" Plist="" />
          </AbstractNodeData>
          <AbstractNodeData Name="Coins" ActionTag="419269276" Tag="496" IconVisible="True" LeftMargin="440.0000" RightMargin="520.0000" TopMargin="40.0000" BottomMargin="600.0000" ctype="SingleNodeObjectData">
            <Size X="0.0000" Y="0.0000" />
            <Children>
              <AbstractNodeData Name="CoinsBack" ActionTag="1886858427" Tag="497" IconVisible="False" LeftMargin="-25.0000" RightMargin="-165.0000" TopMargin="-25.0000" BottomMargin="-25.0000" Scale9Enable="True" LeftEage="20" RightEage="20" TopEage="20" BottomEage="20" Scale9OriginX="20" Scale9OriginY="20" Scale9Width="160" Scale9Height="12" ctype="ImageViewObjectData">
                <Size X="190.0000" Y="50.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="70.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <FileData Type="PlistSubImage" Path="input_box.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="CoinsIcon" ActionTag="-241845216" Tag="498" IconVisible="False" LeftMargin="-40.0000" RightMargin="-24.0000" TopMargin="-32.0000" BottomMargin="-32.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="-8.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <FileData Type="PlistSubImage" Path="coin spin 01.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
              <AbstractNodeData Name="CoinsValue" ActionTag="-1825051821" Tag="499" IconVisible="False" LeftMargin="15.0000" RightMargin="-145.0000" TopMargin="-22.0000" BottomMargin="-22.0000" LabelText="12450" ctype="TextBMFontObjectData">
                <Size X="130.0000" Y="44.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="80.0000" />
                <Scale ScaleX="0.7000" ScaleY="0.7000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <LabelBMFontFile_CNB Type="Normal" Path="fonts/digits.fnt" Plist="" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint />
            <Position X="440.0000" Y="600.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.4583" Y="0.9375" />
            <PreSize X="0.0000" Y="0.0000" />
          </AbstractNodeData>
          <AbstractNodeData Name="Gems" ActionTag="1229137657" Tag="500" IconVisible="True" LeftMargin="680.0000" RightMargin="280.0000" TopMargin="40.0000" BottomMargin="600.0000" ctype="SingleNodeObjectData">
            <Size X="0.0000" Y="0.0000" />
            <Children>
              <AbstractNodeData Name="GemsBack" ActionTag="-105483039" Tag="501" IconVisible="False" LeftMargin="-25.0000" RightMargin="-165.0000" TopMargin="-25.0000" BottomMargin="-25.0000" Scale9Enable="True" LeftEage="20" RightEage="20" TopEage="20" BottomEage="20" Scale9OriginX="20" Scale9OriginY="20" Scale9Width="160" Scale9Height="12" ctype="ImageViewObjectData">
                <Size X="190.0000" Y="50.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="70.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <FileData Type="PlistSubImage" Path="input_box.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="GemsIcon" ActionTag="-2081216415" Tag="502" IconVisible="False" LeftMargin="-40.0000" RightMargin="-24.0000" TopMargin="-32.0000" BottomMargin="-32.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="-8.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <FileData Type="PlistSubImage" Path="icon_gem_purple.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
              <AbstractNodeData Name="GemsValue" ActionTag="-769158729" Tag="503" IconVisible="False" LeftMargin="41.0000" RightMargin="-119.0000" TopMargin="-22.0000" BottomMargin="-22.0000" LabelText="380" ctype="TextBMFontObjectData">
                <Size X="78.0000" Y="44.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="80.0000" />
                <Scale ScaleX="0.7000" ScaleY="0.7000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition />
                <PreSize X="0.0000" Y="0.0000" />
                <LabelBMFontFile_CNB Type="Normal" Path="fonts/digits.fnt" Plist="" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint />
            <Position X="680.0000" Y="600.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.7083" Y="0.9375" />
            <PreSize X="0.0000" Y="0.0000" />
          </AbstractNodeData>
          <AbstractNodeData Name="PauseButton" ActionTag="-819032477" CallBackType="Click" CallBackName="onPause" Tag="504" IconVisible="False" HorizontalEdge="RightEdge" VerticalEdge="TopEdge" LeftMargin="876.0000" RightMargin="12.0000" TopMargin="12.0000" BottomMargin="556.0000" TouchEnable="True" FontSize="26" Scale9Width="72" Scale9Height="72" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
            <Size X="72.0000" Y="72.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="912.0000" Y="592.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.9500" Y="0.9250" />
            <PreSize X="0.0750" Y="0.1125" />
            <TextColor A="255" R="255" G="250" B="240" />
            <DisabledFileData Type="Default" Path="Default/Button_Disable.png" Plist="" />
            <PressedFileData Type="PlistSubImage" Path="btn.pause.png" Plist="ui/ui.plist" />
            <NormalFileData Type="PlistSubImage" Path="btn.pause.png" Plist="ui/ui.plist" />
            <OutlineColor A="255" R="42" G="31" B="61" />
            <ShadowColor A="255" R="110" G="110" B="110" />
          </AbstractNodeData>
          <AbstractNodeData Name="QuestDot" ActionTag="1629497935" Tag="505" IconVisible="False" LeftMargin="918.0000" RightMargin="2.0000" TopMargin="80.0000" BottomMargin="520.0000" Scale9Width="40" Scale9Height="40" ctype="ImageViewObjectData">
            <Size X="40.0000" Y="40.0000" />
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="938.0000" Y="540.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.9771" Y="0.8438" />
            <PreSize X="0.0417" Y="0.0625" />
            <FileData Type="PlistSubImage" Path="new.dot.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Slot1" ActionTag="-2001942421" Tag="506" IconVisible="False" LeftMargin="298.0000" RightMargin="578.0000" TopMargin="542.0000" BottomMargin="14.0000" Scale9Enable="True" LeftEage="30" RightEage="30" TopEage="30" BottomEage="30" Scale9OriginX="30" Scale9OriginY="30" Scale9Width="100" Scale9Height="100" ctype="ImageViewObjectData">
            <Size X="84.0000" Y="84.0000" />
            <Children>
              <AbstractNodeData Name="Slot1Icon" ActionTag="1433545682" Tag="507" IconVisible="False" LeftMargin="10.0000" RightMargin="10.0000" TopMargin="10.0000" BottomMargin="10.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="42.0000" Y="42.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.7619" Y="0.7619" />
                <FileData Type="PlistSubImage" Path="icon_sword.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="340.0000" Y="56.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.3542" Y="0.0875" />
            <PreSize X="0.0875" Y="0.1313" />
            <FileData Type="PlistSubImage" Path="panel_wood.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Slot2" ActionTag="-993762548" Tag="508" IconVisible="False" LeftMargin="392.0000" RightMargin="484.0000" TopMargin="542.0000" BottomMargin="14.0000" Scale9Enable="True" LeftEage="30" RightEage="30" TopEage="30" BottomEage="30" Scale9OriginX="30" Scale9OriginY="30" Scale9Width="100" Scale9Height="100" ctype="ImageViewObjectData">
            <Size X="84.0000" Y="84.0000" />
            <Children>
              <AbstractNodeData Name="Slot2Icon" ActionTag="-1767039002" Tag="509" IconVisible="False" LeftMargin="10.0000" RightMargin="10.0000" TopMargin="10.0000" BottomMargin="10.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="42.0000" Y="42.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.7619" Y="0.7619" />
                <FileData Type="PlistSubImage" Path="icon_shield.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="434.0000" Y="56.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.4521" Y="0.0875" />
            <PreSize X="0.0875" Y="0.1313" />
            <FileData Type="PlistSubImage" Path="panel_wood.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Slot3" ActionTag="-892883967" Tag="510" IconVisible="False" LeftMargin="486.0000" RightMargin="390.0000" TopMargin="542.0000" BottomMargin="14.0000" Scale9Enable="True" LeftEage="30" RightEage="30" TopEage="30" BottomEage="30" Scale9OriginX="30" Scale9OriginY="30" Scale9Width="100" Scale9Height="100" ctype="ImageViewObjectData">
            <Size X="84.0000" Y="84.0000" />
            <Children>
              <AbstractNodeData Name="Slot3Icon" ActionTag="1274438067" Tag="511" IconVisible="False" LeftMargin="10.0000" RightMargin="10.0000" TopMargin="10.0000" BottomMargin="10.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="42.0000" Y="42.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.7619" Y="0.7619" />
                <FileData Type="PlistSubImage" Path="icon_potion_red.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="528.0000" Y="56.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5500" Y="0.0875" />
            <PreSize X="0.0875" Y="0.1313" />
            <FileData Type="PlistSubImage" Path="panel_wood.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Slot4" ActionTag="1134524807" Tag="512" IconVisible="False" LeftMargin="580.0000" RightMargin="296.0000" TopMargin="542.0000" BottomMargin="14.0000" Scale9Enable="True" LeftEage="30" RightEage="30" TopEage="30" BottomEage="30" Scale9OriginX="30" Scale9OriginY="30" Scale9Width="100" Scale9Height="100" ctype="ImageViewObjectData">
            <Size X="84.0000" Y="84.0000" />
            <Children>
              <AbstractNodeData Name="Slot4Icon" ActionTag="327003142" Tag="513" IconVisible="False" LeftMargin="10.0000" RightMargin="10.0000" TopMargin="10.0000" BottomMargin="10.0000" ctype="SpriteObjectData">
                <Size X="64.0000" Y="64.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="42.0000" Y="42.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.5000" />
                <PreSize X="0.7619" Y="0.7619" />
                <FileData Type="PlistSubImage" Path="icon_bomb.png" Plist="icons/icons.plist" />
                <BlendFunc Src="1" Dst="771" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="622.0000" Y="56.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.6479" Y="0.0875" />
            <PreSize X="0.0875" Y="0.1313" />
            <FileData Type="PlistSubImage" Path="panel_wood.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
          <AbstractNodeData Name="Combo" ActionTag="2055403747" Tag="514" IconVisible="True" LeftMargin="820.0000" RightMargin="140.0000" TopMargin="400.0000" BottomMargin="240.0000" StretchWidthEnable="False" StretchHeightEnable="False" InnerActionSpeed="1.0000" CustomSizeEnabled="False" ctype="ProjectNodeObjectData">
            <Size X="0.0000" Y="0.0000" />
            <AnchorPoint />
            <Position X="820.0000" Y="240.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.8542" Y="0.3750" />
            <PreSize X="0.0000" Y="0.0000" />
            <FileData Type="Normal" Path="node/ComboBurst.csd" Plist="" />
          </AbstractNodeData>
          <AbstractNodeData Name="Hint" ActionTag="798714707" VisibleForFrame="False" Tag="515" IconVisible="False" LeftMargin="400.0000" RightMargin="400.0000" TopMargin="422.0000" BottomMargin="122.0000" Scale9Width="160" Scale9Height="96" ctype="ImageViewObjectData">
            <Size X="160.0000" Y="96.0000" />
            <Children>
              <AbstractNodeData Name="HintText" ActionTag="-681062038" Tag="516" IconVisible="False" LeftMargin="-48.0000" RightMargin="-48.0000" TopMargin="18.0000" BottomMargin="38.0000" FontSize="16" LabelText="再来一次?&#xA;&quot;Try &amp; retry&quot; &lt;3" HorizontalAlignmentType="HT_Center" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                <Size X="256.0000" Y="40.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="80.0000" Y="58.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="42" G="31" B="61" />
                <PrePosition X="0.5000" Y="0.6042" />
                <PreSize X="1.6000" Y="0.4167" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
            </Children>
            <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
            <Position X="480.0000" Y="170.0000" />
            <Scale ScaleX="1.0000" ScaleY="1.0000" />
            <CColor A="255" R="255" G="255" B="255" />
            <PrePosition X="0.5000" Y="0.2656" />
            <PreSize X="0.1667" Y="0.1500" />
            <FileData Type="PlistSubImage" Path="bubble.png" Plist="ui/ui.plist" />
          </AbstractNodeData>
        </Children>
      </ObjectData>
    </Content>
  </Content>
</GameFile>
<GameFile>
  <PropertyGroup Name="QuestDialog" Type="Layer" ID="11c58146-1b25-4fc5-a43c-b21594bdec3d" Version="3.10.0.0" />
  <Content ctype="GameProjectContent">
    <Content>
      <Animation Duration="0" Speed="1.0000" />
      <ObjectData Name="Layer" Tag="509" ctype="GameLayerObjectData">
        <Size X="960.0000" Y="640.0000" />
        <Children>
          <AbstractNodeData Name="Veil" ActionTag="59708037" Tag="510" IconVisible="False" HorizontalEdge="BothEdge" VerticalEdge="BothEdge" StretchWidthEnable="True" StretchHeightEnable="True" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ComboBoxIndex="1" ctype="PanelObjectData">
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
          <AbstractNodeData Name="Window" ActionTag="1994264532" Tag="511" IconVisible="False" LeftMargin="200.0000" RightMargin="200.0000" TopMargin="100.0000" BottomMargin="60.0000" Scale9Enable="True" LeftEage="40" RightEage="40" TopEage="40" BottomEage="40" Scale9OriginX="40" Scale9OriginY="40" Scale9Width="80" Scale9Height="80" ctype="ImageViewObjectData">
            <Size X="560.0000" Y="480.0000" />
            <Children>
              <AbstractNodeData Name="TabOn" ActionTag="972604022" Tag="512" IconVisible="False" LeftMargin="56.0000" RightMargin="376.0000" TopMargin="38.0000" BottomMargin="386.0000" Scale9Width="128" Scale9Height="56" ctype="ImageViewObjectData">
                <Size X="128.0000" Y="56.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="120.0000" Y="414.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.2143" Y="0.8625" />
                <PreSize X="0.2286" Y="0.1167" />
                <FileData Type="PlistSubImage" Path="tab_on.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="TabOff" ActionTag="-358439125" Tag="513" IconVisible="False" LeftMargin="192.0000" RightMargin="240.0000" TopMargin="38.0000" BottomMargin="386.0000" Scale9Width="128" Scale9Height="56" ctype="ImageViewObjectData">
                <Size X="128.0000" Y="56.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="256.0000" Y="414.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.4571" Y="0.8625" />
                <PreSize X="0.2286" Y="0.1167" />
                <FileData Type="PlistSubImage" Path="tab_off.png" Plist="ui/ui.plist" />
              </AbstractNodeData>
              <AbstractNodeData Name="QuestList" ActionTag="2004990490" Tag="514" IconVisible="False" LeftMargin="50.0000" RightMargin="50.0000" TopMargin="93.0000" BottomMargin="77.0000" TouchEnable="True" ClipAble="True" BackColorAlpha="102" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" IsBounceEnabled="True" ScrollDirectionType="0" ItemMargin="8" DirectionType="Vertical" HorizontalType="Align_HorizontalCenter" ctype="ListViewObjectData">
                <Size X="460.0000" Y="310.0000" />
                <Children>
                  <AbstractNodeData Name="Item1" ActionTag="1488255396" Tag="515" IconVisible="False" RightMargin="20.0000" TopMargin="230.0000" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ctype="PanelObjectData">
                    <Size X="440.0000" Y="80.0000" />
                    <Children>
                      <AbstractNodeData Name="Item1Back" ActionTag="1551172071" Tag="516" IconVisible="False" TopMargin="2.0000" BottomMargin="2.0000" Scale9Enable="True" LeftEage="34" RightEage="34" TopEage="34" BottomEage="34" Scale9OriginX="34" Scale9OriginY="34" Scale9Width="132" Scale9Height="8" ctype="ImageViewObjectData">
                        <Size X="440.0000" Y="76.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="220.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.5000" Y="0.5000" />
                        <PreSize X="1.0000" Y="0.9500" />
                        <FileData Type="PlistSubImage" Path="list_item.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item1Icon" ActionTag="104670954" Tag="517" IconVisible="False" LeftMargin="12.0000" RightMargin="364.0000" TopMargin="8.0000" BottomMargin="8.0000" ctype="SpriteObjectData">
                        <Size X="64.0000" Y="64.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="44.0000" Y="40.0000" />
                        <Scale ScaleX="0.7500" ScaleY="0.7500" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.1000" Y="0.5000" />
                        <PreSize X="0.1455" Y="0.8000" />
                        <FileData Type="PlistSubImage" Path="icon_chest.png" Plist="icons/icons.plist" />
                        <BlendFunc Src="1" Dst="771" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item1Text" ActionTag="1159878245" Tag="518" IconVisible="False" LeftMargin="114.0000" RightMargin="194.0000" TopMargin="27.0000" BottomMargin="27.0000" FontSize="22" LabelText="打开三个宝箱" HorizontalAlignmentType="HT_Left" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                        <Size X="132.0000" Y="26.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="180.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="42" G="31" B="61" />
                        <PrePosition X="0.4091" Y="0.5000" />
                        <PreSize X="0.3000" Y="0.3250" />
                        <OutlineColor A="255" R="42" G="31" B="61" />
                        <ShadowColor A="255" R="110" G="110" B="110" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item1Star1" ActionTag="-2048369271" Tag="519" IconVisible="False" LeftMargin="284.0000" RightMargin="84.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="320.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.7273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item1Star2" ActionTag="336585277" Tag="520" IconVisible="False" LeftMargin="328.0000" RightMargin="40.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="364.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.8273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item1Star3" ActionTag="28711475" Tag="521" IconVisible="False" LeftMargin="372.0000" RightMargin="-4.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="408.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.9273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                    </Children>
                    <AnchorPoint />
                    <Position />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition />
                    <PreSize X="0.9565" Y="0.2581" />
                    <SingleColor A="255" R="42" G="31" B="61" />
                    <FirstColor A="255" R="255" G="150" B="100" />
                    <EndColor A="255" R="255" G="255" B="255" />
                    <ColorVector ScaleY="1.0000" />
                  </AbstractNodeData>
                  <AbstractNodeData Name="Item2" ActionTag="138156678" Tag="522" IconVisible="False" RightMargin="20.0000" TopMargin="230.0000" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ctype="PanelObjectData">
                    <Size X="440.0000" Y="80.0000" />
                    <Children>
                      <AbstractNodeData Name="Item2Back" ActionTag="-8937825" Tag="523" IconVisible="False" TopMargin="2.0000" BottomMargin="2.0000" Scale9Enable="True" LeftEage="34" RightEage="34" TopEage="34" BottomEage="34" Scale9OriginX="34" Scale9OriginY="34" Scale9Width="132" Scale9Height="8" ctype="ImageViewObjectData">
                        <Size X="440.0000" Y="76.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="220.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.5000" Y="0.5000" />
                        <PreSize X="1.0000" Y="0.9500" />
                        <FileData Type="PlistSubImage" Path="list_item.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item2Icon" ActionTag="-1645263981" Tag="524" IconVisible="False" LeftMargin="12.0000" RightMargin="364.0000" TopMargin="8.0000" BottomMargin="8.0000" ctype="SpriteObjectData">
                        <Size X="64.0000" Y="64.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="44.0000" Y="40.0000" />
                        <Scale ScaleX="0.7500" ScaleY="0.7500" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.1000" Y="0.5000" />
                        <PreSize X="0.1455" Y="0.8000" />
                        <FileData Type="PlistSubImage" Path="icon_trophy.png" Plist="icons/icons.plist" />
                        <BlendFunc Src="1" Dst="771" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item2Text" ActionTag="-258417358" Tag="525" IconVisible="False" LeftMargin="114.0000" RightMargin="194.0000" TopMargin="27.0000" BottomMargin="27.0000" FontSize="22" LabelText="赢得五场战斗" HorizontalAlignmentType="HT_Left" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                        <Size X="132.0000" Y="26.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="180.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="42" G="31" B="61" />
                        <PrePosition X="0.4091" Y="0.5000" />
                        <PreSize X="0.3000" Y="0.3250" />
                        <OutlineColor A="255" R="42" G="31" B="61" />
                        <ShadowColor A="255" R="110" G="110" B="110" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item2Star1" ActionTag="-1158943872" Tag="526" IconVisible="False" LeftMargin="284.0000" RightMargin="84.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="320.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.7273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item2Star2" ActionTag="99650208" Tag="527" IconVisible="False" LeftMargin="328.0000" RightMargin="40.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="364.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.8273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item2Star3" ActionTag="1539095285" Tag="528" IconVisible="False" LeftMargin="372.0000" RightMargin="-4.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="408.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.9273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                    </Children>
                    <AnchorPoint />
                    <Position />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition />
                    <PreSize X="0.9565" Y="0.2581" />
                    <SingleColor A="255" R="42" G="31" B="61" />
                    <FirstColor A="255" R="255" G="150" B="100" />
                    <EndColor A="255" R="255" G="255" B="255" />
                    <ColorVector ScaleY="1.0000" />
                  </AbstractNodeData>
                  <AbstractNodeData Name="Item3" ActionTag="685715293" Tag="529" IconVisible="False" RightMargin="20.0000" TopMargin="230.0000" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ctype="PanelObjectData">
                    <Size X="440.0000" Y="80.0000" />
                    <Children>
                      <AbstractNodeData Name="Item3Back" ActionTag="-732983756" Tag="530" IconVisible="False" TopMargin="2.0000" BottomMargin="2.0000" Scale9Enable="True" LeftEage="34" RightEage="34" TopEage="34" BottomEage="34" Scale9OriginX="34" Scale9OriginY="34" Scale9Width="132" Scale9Height="8" ctype="ImageViewObjectData">
                        <Size X="440.0000" Y="76.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="220.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.5000" Y="0.5000" />
                        <PreSize X="1.0000" Y="0.9500" />
                        <FileData Type="PlistSubImage" Path="list_item.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item3Icon" ActionTag="2064059341" Tag="531" IconVisible="False" LeftMargin="12.0000" RightMargin="364.0000" TopMargin="8.0000" BottomMargin="8.0000" ctype="SpriteObjectData">
                        <Size X="64.0000" Y="64.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="44.0000" Y="40.0000" />
                        <Scale ScaleX="0.7500" ScaleY="0.7500" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.1000" Y="0.5000" />
                        <PreSize X="0.1455" Y="0.8000" />
                        <FileData Type="PlistSubImage" Path="icon_mushroom.png" Plist="icons/icons.plist" />
                        <BlendFunc Src="1" Dst="771" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item3Text" ActionTag="-49184572" Tag="532" IconVisible="False" LeftMargin="92.0000" RightMargin="172.0000" TopMargin="27.0000" BottomMargin="27.0000" FontSize="22" LabelText="采集蘑菇 ×10" HorizontalAlignmentType="HT_Left" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                        <Size X="176.0000" Y="26.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="180.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="42" G="31" B="61" />
                        <PrePosition X="0.4091" Y="0.5000" />
                        <PreSize X="0.4000" Y="0.3250" />
                        <OutlineColor A="255" R="42" G="31" B="61" />
                        <ShadowColor A="255" R="110" G="110" B="110" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item3Star1" ActionTag="-2083220150" Tag="533" IconVisible="False" LeftMargin="284.0000" RightMargin="84.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="320.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.7273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item3Star2" ActionTag="-407754587" Tag="534" IconVisible="False" LeftMargin="328.0000" RightMargin="40.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="364.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.8273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item3Star3" ActionTag="943285927" Tag="535" IconVisible="False" LeftMargin="372.0000" RightMargin="-4.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="408.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.9273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                    </Children>
                    <AnchorPoint />
                    <Position />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition />
                    <PreSize X="0.9565" Y="0.2581" />
                    <SingleColor A="255" R="42" G="31" B="61" />
                    <FirstColor A="255" R="255" G="150" B="100" />
                    <EndColor A="255" R="255" G="255" B="255" />
                    <ColorVector ScaleY="1.0000" />
                  </AbstractNodeData>
                  <AbstractNodeData Name="Item4" ActionTag="1160223378" Tag="536" IconVisible="False" RightMargin="20.0000" TopMargin="230.0000" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ctype="PanelObjectData">
                    <Size X="440.0000" Y="80.0000" />
                    <Children>
                      <AbstractNodeData Name="Item4Back" ActionTag="1404488180" Tag="537" IconVisible="False" TopMargin="2.0000" BottomMargin="2.0000" Scale9Enable="True" LeftEage="34" RightEage="34" TopEage="34" BottomEage="34" Scale9OriginX="34" Scale9OriginY="34" Scale9Width="132" Scale9Height="8" ctype="ImageViewObjectData">
                        <Size X="440.0000" Y="76.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="220.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.5000" Y="0.5000" />
                        <PreSize X="1.0000" Y="0.9500" />
                        <FileData Type="PlistSubImage" Path="list_item.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item4Icon" ActionTag="-1454173829" Tag="538" IconVisible="False" LeftMargin="12.0000" RightMargin="364.0000" TopMargin="8.0000" BottomMargin="8.0000" ctype="SpriteObjectData">
                        <Size X="64.0000" Y="64.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="44.0000" Y="40.0000" />
                        <Scale ScaleX="0.7500" ScaleY="0.7500" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.1000" Y="0.5000" />
                        <PreSize X="0.1455" Y="0.8000" />
                        <FileData Type="PlistSubImage" Path="icon_key.png" Plist="icons/icons.plist" />
                        <BlendFunc Src="1" Dst="771" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item4Text" ActionTag="1290539541" Tag="539" IconVisible="False" LeftMargin="125.0000" RightMargin="205.0000" TopMargin="27.0000" BottomMargin="27.0000" FontSize="22" LabelText="找到旧钥匙" HorizontalAlignmentType="HT_Left" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                        <Size X="110.0000" Y="26.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="180.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="42" G="31" B="61" />
                        <PrePosition X="0.4091" Y="0.5000" />
                        <PreSize X="0.2500" Y="0.3250" />
                        <OutlineColor A="255" R="42" G="31" B="61" />
                        <ShadowColor A="255" R="110" G="110" B="110" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item4Star1" ActionTag="2090727496" Tag="540" IconVisible="False" LeftMargin="284.0000" RightMargin="84.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="320.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.7273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item4Star2" ActionTag="1710601553" Tag="541" IconVisible="False" LeftMargin="328.0000" RightMargin="40.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="364.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.8273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item4Star3" ActionTag="818299289" Tag="542" IconVisible="False" LeftMargin="372.0000" RightMargin="-4.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="408.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.9273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                    </Children>
                    <AnchorPoint />
                    <Position />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition />
                    <PreSize X="0.9565" Y="0.2581" />
                    <SingleColor A="255" R="42" G="31" B="61" />
                    <FirstColor A="255" R="255" G="150" B="100" />
                    <EndColor A="255" R="255" G="255" B="255" />
                    <ColorVector ScaleY="1.0000" />
                  </AbstractNodeData>
                  <AbstractNodeData Name="Item5" ActionTag="-2140759619" Tag="543" IconVisible="False" RightMargin="20.0000" TopMargin="230.0000" TouchEnable="True" ClipAble="False" BackColorAlpha="150" ColorAngle="90.0000" Scale9Width="1" Scale9Height="1" ctype="PanelObjectData">
                    <Size X="440.0000" Y="80.0000" />
                    <Children>
                      <AbstractNodeData Name="Item5Back" ActionTag="641489255" Tag="544" IconVisible="False" TopMargin="2.0000" BottomMargin="2.0000" Scale9Enable="True" LeftEage="34" RightEage="34" TopEage="34" BottomEage="34" Scale9OriginX="34" Scale9OriginY="34" Scale9Width="132" Scale9Height="8" ctype="ImageViewObjectData">
                        <Size X="440.0000" Y="76.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="220.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.5000" Y="0.5000" />
                        <PreSize X="1.0000" Y="0.9500" />
                        <FileData Type="PlistSubImage" Path="list_item.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item5Icon" ActionTag="1335167698" Tag="545" IconVisible="False" LeftMargin="12.0000" RightMargin="364.0000" TopMargin="8.0000" BottomMargin="8.0000" ctype="SpriteObjectData">
                        <Size X="64.0000" Y="64.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="44.0000" Y="40.0000" />
                        <Scale ScaleX="0.7500" ScaleY="0.7500" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.1000" Y="0.5000" />
                        <PreSize X="0.1455" Y="0.8000" />
                        <FileData Type="PlistSubImage" Path="icon_scroll.png" Plist="icons/icons.plist" />
                        <BlendFunc Src="1" Dst="771" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item5Text" ActionTag="1365165326" Tag="546" IconVisible="False" LeftMargin="136.0000" RightMargin="216.0000" TopMargin="27.0000" BottomMargin="27.0000" FontSize="22" LabelText="读完卷轴" HorizontalAlignmentType="HT_Left" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                        <Size X="88.0000" Y="26.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="180.0000" Y="40.0000" />
                        <Scale ScaleX="1.0000" ScaleY="1.0000" />
                        <CColor A="255" R="42" G="31" B="61" />
                        <PrePosition X="0.4091" Y="0.5000" />
                        <PreSize X="0.2000" Y="0.3250" />
                        <OutlineColor A="255" R="42" G="31" B="61" />
                        <ShadowColor A="255" R="110" G="110" B="110" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item5Star1" ActionTag="721100297" Tag="547" IconVisible="False" LeftMargin="284.0000" RightMargin="84.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="320.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.7273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item5Star2" ActionTag="-1798510502" Tag="548" IconVisible="False" LeftMargin="328.0000" RightMargin="40.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="364.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.8273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_full.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                      <AbstractNodeData Name="Item5Star3" ActionTag="2053578096" Tag="549" IconVisible="False" LeftMargin="372.0000" RightMargin="-4.0000" TopMargin="4.0000" BottomMargin="4.0000" Scale9Width="72" Scale9Height="72" ctype="ImageViewObjectData">
                        <Size X="72.0000" Y="72.0000" />
                        <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                        <Position X="408.0000" Y="40.0000" />
                        <Scale ScaleX="0.6000" ScaleY="0.6000" />
                        <CColor A="255" R="255" G="255" B="255" />
                        <PrePosition X="0.9273" Y="0.5000" />
                        <PreSize X="0.1636" Y="0.9000" />
                        <FileData Type="PlistSubImage" Path="star_empty.png" Plist="ui/ui.plist" />
                      </AbstractNodeData>
                    </Children>
                    <AnchorPoint />
                    <Position />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="255" B="255" />
                    <PrePosition />
                    <PreSize X="0.9565" Y="0.2581" />
                    <SingleColor A="255" R="42" G="31" B="61" />
                    <FirstColor A="255" R="255" G="150" B="100" />
                    <EndColor A="255" R="255" G="255" B="255" />
                    <ColorVector ScaleY="1.0000" />
                  </AbstractNodeData>
                </Children>
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="280.0000" Y="232.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.4833" />
                <PreSize X="0.8214" Y="0.6458" />
                <SingleColor A="255" R="42" G="31" B="61" />
                <FirstColor A="255" R="255" G="150" B="100" />
                <EndColor A="255" R="255" G="255" B="255" />
                <ColorVector ScaleY="1.0000" />
              </AbstractNodeData>
              <AbstractNodeData Name="ClaimButton" ActionTag="1794425610" CallBackType="Click" CallBackName="onClaimAll" Tag="550" IconVisible="False" LeftMargin="160.0000" RightMargin="160.0000" TopMargin="394.0000" BottomMargin="14.0000" TouchEnable="True" FontSize="26" ButtonText="全部领取" Scale9Enable="True" LeftEage="24" RightEage="24" TopEage="24" BottomEage="24" Scale9OriginX="24" Scale9OriginY="24" Scale9Width="120" Scale9Height="24" OutlineSize="2" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
                <Size X="240.0000" Y="72.0000" />
                <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                <Position X="280.0000" Y="50.0000" />
                <Scale ScaleX="1.0000" ScaleY="1.0000" />
                <CColor A="255" R="255" G="255" B="255" />
                <PrePosition X="0.5000" Y="0.1042" />
                <PreSize X="0.4286" Y="0.1500" />
                <TextColor A="255" R="255" G="250" B="240" />
                <DisabledFileData Type="PlistSubImage" Path="btn_orange_disabled.png" Plist="ui/ui.plist" />
                <PressedFileData Type="PlistSubImage" Path="btn_orange_pressed.png" Plist="ui/ui.plist" />
                <NormalFileData Type="PlistSubImage" Path="btn_orange.png" Plist="ui/ui.plist" />
                <OutlineColor A="255" R="42" G="31" B="61" />
                <ShadowColor A="255" R="110" G="110" B="110" />
              </AbstractNodeData>
              <AbstractNodeData Name="Ribbon" ActionTag="-395749672" Tag="551" IconVisible="False" LeftMargin="110.0000" RightMargin="110.0000" TopMargin="-26.0000" BottomMargin="434.0000" Scale9Width="340" Scale9Height="72" ctype="ImageViewObjectData">
                <Size X="340.0000" Y="72.0000" />
                <Children>
                  <AbstractNodeData Name="RibbonText" ActionTag="1883147701" Tag="552" IconVisible="False" LeftMargin="53.0000" RightMargin="53.0000" TopMargin="15.0000" BottomMargin="27.0000" FontSize="26" LabelText="任务 Quests" OutlineSize="2" OutlineEnabled="True" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="TextObjectData">
                    <Size X="234.0000" Y="30.0000" />
                    <AnchorPoint ScaleX="0.5000" ScaleY="0.5000" />
                    <Position X="170.0000" Y="42.0000" />
                    <Scale ScaleX="1.0000" ScaleY="1.0000" />
                    <CColor A="255" R="255" G="250" B="240" />
                    <PrePosition X="0.5000" Y="0.5833" />
                    <PreSize X="0.6882" Y="0.4167" />
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
              <AbstractNodeData Name="CloseButton" ActionTag="-1918604638" CallBackType="Click" CallBackName="onClose" Tag="553" IconVisible="False" LeftMargin="504.0000" RightMargin="-16.0000" TopMargin="-12.0000" BottomMargin="420.0000" TouchEnable="True" FontSize="26" Scale9Width="72" Scale9Height="72" ShadowOffsetX="2.0000" ShadowOffsetY="-2.0000" ctype="ButtonObjectData">
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
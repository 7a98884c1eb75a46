// Settings and the epoch in SQL.
#pragma once

#include "store/settings.h"
#include "store/sql/part.h"

namespace walkie {

class SqlSettingReads : public virtual SettingReads, protected SqlReads {
 public:
  explicit SqlSettingReads(SqlConnection& connection) : SqlReads(connection) {}

  std::string epoch() override;
  std::optional<std::string> setting(std::string_view name) override;
};

class SqlSettings : public SqlSettingReads, public virtual SettingWrites, protected SqlWrites {
 public:
  explicit SqlSettings(SqlBatch& batch) : SqlSettingReads(batch.connection()), SqlWrites(batch) {}

  void save_setting(std::string_view name, std::string_view value) override;
  void remove_setting(std::string_view name) override;
  void save_epoch(std::string_view epoch) override;
};

}  // namespace walkie

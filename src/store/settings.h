// The store's port for settings: small durable facts of the installation by name (the hash of the
// one-time link, its expiry …), and the epoch. Rules of transactions, threads and failure:
// store/store.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace walkie {

class SettingReads {
 public:
  virtual ~SettingReads() = default;
  virtual std::string epoch() = 0;  // protocol L4
  virtual std::optional<std::string> setting(std::string_view name) = 0;
};

class SettingWrites {
 public:
  virtual ~SettingWrites() = default;
  virtual void save_setting(std::string_view name, std::string_view value) = 0;
  virtual void remove_setting(std::string_view name) = 0;
  // For a restore only. After it new ids are far above all older ones (L4).
  virtual void save_epoch(std::string_view epoch) = 0;
};

}  // namespace walkie

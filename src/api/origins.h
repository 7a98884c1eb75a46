// Origins: the sites whose pages may use this server (exact scheme, host and port).
//
// Our own origin is public_origin, or the host that a request was sent to. The other origins are
// those of the inboxes and of the settings. All are parsed into one form (base/origin.h), which is
// compared and written into headers. Text that is not an origin is ignored. Any thread; the lock is
// held for microseconds.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/settings.h"
#include "base/origin.h"
#include "chat/people.h"
#include "net/request.h"

namespace walkie::api {

class Origins {
 public:
  explicit Origins(const ApiSettings& settings);

  void replace(std::vector<Inbox> inboxes);
  std::vector<Inbox> inboxes() const { return *snapshot(); }

  // The origin of this server: public_origin, or the host that the request was sent to. nullopt:
  // the Host header is not a valid host.
  std::optional<Origin> own_origin(const net::Request& request) const;
  // Whether the request comes from one of our own pages, by its Origin.
  bool own(const net::Request& request, std::string_view origin) const;
  // Whether the request comes from one of our own pages or from no page. Only then an agent's
  // cookie counts (decision 0082). The Origin header decides. Without it, Sec-Fetch-Site decides
  // (W3C Fetch Metadata): browsers send it to addresses with TLS and to loopback. Without both it
  // is a program, or a plain GET of a browser, whose answer a page of another site cannot read.
  bool from_own_page(const net::Request& request) const;
  // Whether the origin is ours or allowed.
  bool allowed(const net::Request& request, std::string_view origin) const;
  // The sites that may embed the widget of this inbox; without an id, of the first inbox. In
  // canonical form, which is safe inside a header.
  std::vector<std::string> sites(InboxId inbox) const;

 private:
  using Inboxes = std::vector<Inbox>;
  std::shared_ptr<const Inboxes> snapshot() const;

  const bool secure_;
  std::optional<Origin> public_origin_;
  std::vector<std::string> everywhere_;  // sites of the settings
  mutable std::mutex mutex_;
  std::shared_ptr<const Inboxes> inboxes_ = std::make_shared<Inboxes>();
};

}  // namespace walkie::api
